import type { Duck } from '../support/duckdb.ts';

/** The journeys of `kept`, and its sessions with their carts replayed, as tables `steps` and `sessions`. */
export async function readSessions(duck: Duck): Promise<void> {
  await duck.run(
    `create table steps as select *,
       row_number() over (partition by session_id order by micros, n)::INTEGER as event_sequence_num from kept`,
  );
  await duck.run(CARTS);
  await duck.run(
    `create table sessions as
     with summed as (
       select session_id,
         first(customer_id order by event_sequence_num) filter (customer_id is not null) as customer_id,
         arg_min(struct_pack(source := source, device := device), event_sequence_num) as opening,
         arg_min(date, event_sequence_num) as first_date,
         min(micros) as session_start, max(micros) as session_end, count(*) as total_events,
         string_agg(event_type, ',' order by event_sequence_num) as event_journey,
         count(*) filter (event_type = 'purchase') as purchases,
         count(*) filter (event_type = 'add_to_cart') as adds,
         bool_or(event_type = 'add_to_cart' and event_sequence_num > 1)
           and arg_max(event_type, event_sequence_num) = 'add_to_cart' as intent,
         coalesce(sum(total_amount_vnd) filter (event_type = 'purchase' and total_amount_vnd > 0), 0) as order_value_vnd
       from steps group by session_id)
     select summed.* exclude (opening), opening.source as source, opening.device as device,
       customer_id is null as is_guest, (session_end - session_start) / 1e6 as session_duration_seconds,
       purchases > 0 as has_purchase,
       coalesce(cart_value_vnd, 0) as cart_value_vnd, coalesce(cart_item_count, 0) as cart_item_count
     from summed left join carts using (session_id)`,
  );
}

// What is in a cart follows from the steps after the session's last purchase, one product at a time.
const CARTS = `
create table carts as
with recursive moves as (
  select session_id, product_id, event_type, quantity,
    row_number() over (partition by session_id, product_id order by event_sequence_num) as move
  from steps left join (
    select session_id, max(event_sequence_num) as bought from steps where event_type = 'purchase' group by session_id
  ) using (session_id)
  where event_sequence_num > coalesce(bought, 0)
    and event_type in ('add_to_cart', 'remove_from_cart', 'update_quantity')
),
replay as (
  select distinct session_id, product_id, 0::BIGINT as move, 0::BIGINT as held from moves
  union all
  select moves.session_id, moves.product_id, moves.move, case
      when event_type = 'add_to_cart' then held + quantity
      when event_type = 'remove_from_cart' and quantity = 0 then 0
      when event_type = 'remove_from_cart' then greatest(held - quantity, 0)
      when held > 0 then quantity
      else 0
    end
  from replay join moves on moves.session_id = replay.session_id
    and moves.product_id is not distinct from replay.product_id and moves.move = replay.move + 1
),
left_over as (
  select session_id, product_id, arg_max(held, move) as held from replay group by all having arg_max(held, move) > 0
),
prices as (
  select session_id, product_id, arg_max(product_price_vnd, event_sequence_num) as price
  from steps where product_price_vnd > 0 group by all
)
select left_over.session_id, count(*) as cart_item_count, sum(held * coalesce(price, 0)) as cart_value_vnd
from left_over left join prices on prices.session_id = left_over.session_id
  and prices.product_id is not distinct from left_over.product_id
group by left_over.session_id`;
