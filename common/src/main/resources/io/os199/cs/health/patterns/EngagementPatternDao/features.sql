-- The features that the users of some clients have adopted by a day, and those they have abandoned since.
with adopted as materialized (
    select client_id, user_key, feature_key, adopted_on, last_used_on
      from usage_user_features
     where client_id = any (:clientIds) and adopted_on <= :day
),
numbered as (
    select client_id, user_key, feature_key,
           row_number() over (partition by client_id, user_key order by adopted_on, feature_key collate "C") as n
      from adopted
),
paths as (
    select first, second, third, count(*) as user_count
      from (select max(feature_key) filter (where n = 1) as first, max(feature_key) filter (where n = 2) as second,
                   max(feature_key) filter (where n = 3) as third
              from numbered
             where n <= 3
             group by client_id, user_key
            having count(*) = 3) begun
     group by first, second, third
)
select jsonb_build_object(
           'user_count', (select count(*) from (select distinct client_id, user_key from adopted) u),
           'adopters', coalesce((
               select jsonb_object_agg(feature_key, users)
                 from (select feature_key, count(*) as users from adopted group by feature_key) f), '{}'),
           'abandoned', coalesce((
               select jsonb_object_agg(feature_key, users)
                 from (select feature_key, count(*) as users
                         from adopted where last_used_on <= :day::date - 30 group by feature_key) f), '{}'),
           'pairs', coalesce((
               select jsonb_agg(to_jsonb(p))
                 from (select a.feature_key as feature_a, b.feature_key as feature_b, count(*) as together_count
                         from adopted a
                         join adopted b on b.client_id = a.client_id and b.user_key = a.user_key
                             and b.feature_key collate "C" > a.feature_key collate "C"
                        group by 1, 2) p), '[]'),
           'paths', coalesce((
               select jsonb_agg(jsonb_build_object('features', jsonb_build_array(first, second, third),
                                                   'user_count', user_count))
                 from (select * from paths
                        order by user_count desc, first collate "C", second collate "C", third collate "C"
                        limit 1000) p), '[]'),
           'unread_path_count', (select greatest(0, count(*) - 1000) from paths)) as facts
