/** The moves of carts that count for a cart in the end: after the session's last purchase, which empties it. */
function linesSql(events: string): string {
  return `bought as (
      select session_id, max((timestamp, event_id)) as last from ${events} where event_type = 'purchase' group by all),
    moves as (
      select session_id, product_id, timestamp, event_id, event_type, quantity::BIGINT as quantity
      from ${events} left join bought using (session_id)
      where event_type in ('add_to_cart', 'remove_from_cart', 'update_quantity')
        and (last is null or (timestamp, event_id) > last)),
    played as (
      select session_id, product_id, list_reduce(
        list_sort(list({time: timestamp, id: event_id, kind: event_type, held: quantity})),
        lambda cart, step: {
          time: case when cart.held = 0 then step.time else cart.time end,
          id: case when cart.held = 0 then step.id else cart.id end,
          kind: '',
          held: case
            when step.kind = 'add_to_cart' then cart.held + step.held
            when step.kind = 'remove_from_cart' and step.held = 0 then 0
            when step.kind = 'remove_from_cart' then greatest(cart.held - step.held, 0)
            when cart.held > 0 then step.held
            else 0
          end
        },
        {time: null::TIMESTAMPTZ, id: '', kind: '', held: 0::BIGINT}) as cart
      from moves group by session_id, product_id),
    lines as materialized (
      select session_id, product_id, cart.held as held, cart.time as put_at, cart.id as put_id
      from played where cart.held > 0)`;
}

const NEWEST_PRICE = `coalesce(arg_max(product_price_vnd, (timestamp, event_id)) filter (product_price_vnd > 0), 0)`;
const NEWEST_NAME = `arg_max(product_name, (timestamp, event_id)) filter (product_name is not null)`;
const CART_LINES = `list({product_id: product_id, product_name: name, quantity: held, price_vnd: price}
  order by put_at, put_id)`;

/** The sessions that a condition chooses, folded with their carts as the table `folded`; a `with` goes before it. */
export function foldedSql(chosen: string): string {
  return `own as materialized (
      select session_id, event_id, timestamp, event_type, customer_id, source, device, product_id, product_name,
        product_price_vnd, quantity, total_amount_vnd
      from events where ${chosen}),
    ${linesSql('own')},
    facts as (
      select session_id, product_id, ${NEWEST_PRICE} as price, ${NEWEST_NAME} as name from own group by all),
    carts as (
      select session_id, sum(held * price) as value, ${CART_LINES} as cart
      from lines join (select session_id as of_session, product_id as of_product, price, name from facts)
        on of_session = session_id and of_product is not distinct from product_id
      group by all),
    folded as (
      select session_id, arg_min(customer_id, (timestamp, event_id)) filter (customer_id is not null) as customer_id,
        arg_min({source: source}, (timestamp, event_id)).source as source,
        arg_min({device: device}, (timestamp, event_id)).device as device,
        epoch_us(min(timestamp)) as start, epoch_us(max(timestamp)) as "end", count(*) as events,
        list(event_type order by timestamp, event_id) as journey,
        count(*) filter (event_type = 'purchase') as purchases,
        coalesce(sum(total_amount_vnd) filter (event_type = 'purchase' and total_amount_vnd > 0), 0) as order_value_vnd,
        coalesce(any_value(cart), []) as cart, coalesce(any_value(value), 0) as cart_value_vnd
      from own left join carts using (session_id) group by session_id)`;
}

/** The first 50 abandoned carts, and how many there are. Prices and names are looked up only where they are needed. */
export function abandonedSql(idleSeconds: number): string {
  return `with steps as materialized (
      select session_id, event_id, timestamp, event_type, product_id, quantity, customer_id from events
      where event_type in ('add_to_cart', 'remove_from_cart', 'update_quantity', 'purchase')
        and timestamp <= to_timestamp($at)),
    ${linesSql('steps')},
    later as (
      select customer_id, max(timestamp) as bought_at from steps
      where event_type = 'purchase' and customer_id is not null group by all),
    sessions as (
      select session_id, max(timestamp) as last_activity,
        arg_min(customer_id, (timestamp, event_id)) filter (customer_id is not null) as customer_id
      from events where timestamp <= to_timestamp($at) and session_id in (select session_id from lines)
      group by all having last_activity <= to_timestamp($at - ${idleSeconds})),
    left_behind as materialized (
      select sessions.* from sessions left join later using (customer_id)
      where bought_at is null or bought_at <= last_activity),
    prices as materialized (
      select session_id, product_id, ${NEWEST_PRICE} as price from events
      where timestamp <= to_timestamp($at) and product_price_vnd > 0
        and session_id in (select session_id from left_behind)
      group by all),
    priced as materialized (
      select lines.*, coalesce(price, 0) as price
      from lines semi join left_behind using (session_id)
        left join prices on prices.session_id = lines.session_id and prices.product_id is not distinct from lines.product_id),
    page as materialized (
      select session_id, sum(held * price) as value_vnd from priced group by all order by value_vnd desc, session_id limit 50),
    names as (
      select session_id as of_session, product_id as of_product, ${NEWEST_NAME} as name from events
      where timestamp <= to_timestamp($at) and session_id in (select session_id from page) group by all),
    shown as (
      select session_id, ${CART_LINES} as lines
      from priced semi join page using (session_id)
        left join names on of_session = session_id and of_product is not distinct from product_id
      group by all)
    select session_id, customer_id, epoch_us(last_activity) as last_activity, lines, value_vnd,
      (select count(*) from left_behind) as total
    from page join left_behind using (session_id) join shown using (session_id)
    order by value_vnd desc, session_id`;
}
