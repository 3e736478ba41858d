import { REVENUE } from './filters.ts';

/** Events with their place in their session. */
export function eventsSql(events: string): string {
  return `select *, row_number() over (partition by session_id order by timestamp, event_id) as seq from (${events})`;
}

/**
 * Tables of a `with recursive`: the events of a question, and in `spans` how much of each product a cart holds from one event to
 * before another. An era ends with a purchase, which empties the cart.
 */
function cartsSql(events: string): string {
  return `events as materialized (${eventsSql(events)}),
    eras as materialized (
      select *, count(*) filter (event_type = 'purchase') over (partition by session_id order by seq) as era,
        lead(timestamp) over (partition by session_id order by seq) as next_time
      from events),
    moves as materialized (
      select session_id, product_id, era, seq, event_type, quantity,
        row_number() over (partition by session_id, product_id, era order by seq) as move
      from eras where event_type in ('add_to_cart', 'remove_from_cart', 'update_quantity')),
    replay as (
      select session_id, product_id, era, 0::BIGINT as seq, 0::BIGINT as move, 0::BIGINT as held from moves where move = 1
      union all
      select moves.session_id, moves.product_id, moves.era, moves.seq, moves.move, case
          when event_type = 'add_to_cart' then held + quantity
          when event_type = 'remove_from_cart' and quantity = 0 then 0
          when event_type = 'remove_from_cart' then greatest(held - quantity, 0)
          when held > 0 then quantity
          else 0
        end
      from replay join moves on moves.session_id = replay.session_id and moves.era = replay.era
        and moves.product_id is not distinct from replay.product_id and moves.move = replay.move + 1),
    spans as materialized (
      select replay.*, coalesce(
          lead(replay.seq) over (partition by replay.session_id, product_id, era order by move), bought, 1e9) as until,
        coalesce(lag(held) over (partition by replay.session_id, product_id, era order by move), 0) = 0 as put_in
      from replay left join (
        select session_id as of_session, era - 1 as of_era, seq as bought from eras where event_type = 'purchase'
      ) on of_session = session_id and of_era = era),
    facts as (
      select session_id, product_id,
        arg_max(product_price_vnd, seq) filter (product_price_vnd > 0) as price,
        arg_max(product_name, seq) filter (product_name is not null) as name
      from events group by session_id, product_id),
    left_over as (
      select spans.session_id, spans.product_id, held, coalesce(price, 0) as price, name,
        (select max(s.seq) from spans as s where s.put_in and s.held > 0 and s.session_id = spans.session_id
          and s.product_id is not distinct from spans.product_id and s.era = spans.era) as put_at
      from spans left join facts on facts.session_id = spans.session_id
        and facts.product_id is not distinct from spans.product_id
      where until = 1e9 and held > 0),
    carts as (
      select session_id, sum(held * price) as value_vnd,
        list({product_id: product_id, product_name: name, quantity: held, price_vnd: price} order by put_at) as lines
      from left_over group by session_id)`;
}

/** Every session with its cart. */
export function sessionsSql(): string {
  return `with recursive ${cartsSql('from stored')}
    select session_id, arg_min(customer_id, seq) filter (customer_id is not null) as customer_id,
      arg_min({source: source}, seq).source as source, arg_min({device: device}, seq).device as device,
      min(timestamp) as start, max(timestamp) as "end", count(*) as events, list(event_type order by seq) as journey,
      count(*) filter (event_type = 'purchase') as purchases, ${REVENUE} as order_value_vnd,
      coalesce(any_value(lines), []) as cart, coalesce(any_value(value_vnd), 0) as cart_value_vnd
    from events left join carts using (session_id) group by session_id`;
}

/** Every session with an event by then: its cart and its state. */
export function statesSql(at: number, idleFor: number): string {
  return `with recursive ${cartsSql(`from stored where timestamp <= ${at}`)},
    sessions as (
      select session_id, max(timestamp) as last_activity,
        arg_min(customer_id, seq) filter (customer_id is not null) as customer_id,
        coalesce(max(seq) filter (event_type = 'purchase')
          > min(seq) filter (event_type = 'add_to_cart' and quantity > 0), false) as bought
      from events group by session_id),
    returns as (
      select distinct eras.session_id from eras join spans on spans.session_id = eras.session_id
        and held > 0 and spans.seq <= eras.seq and eras.seq < until
      where next_time - timestamp >= ${idleFor})
    select sessions.*, coalesce(lines, []) as lines, coalesce(value_vnd, 0) as value_vnd, case
        when lines is null and bought then 'converted'
        when lines is null then null
        when exists (from events where event_type = 'purchase' and events.customer_id = sessions.customer_id
          and timestamp > last_activity) then 'converted'
        when last_activity <= ${at - idleFor} then 'abandoned'
        when session_id in (select session_id from returns) then 'recovered'
        else 'open'
      end as state
    from sessions left join carts using (session_id)`;
}
