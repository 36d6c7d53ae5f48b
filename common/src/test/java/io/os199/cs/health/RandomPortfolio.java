package io.os199.cs.health;

import org.jdbi.v3.core.Handle;

import java.time.LocalDate;
import java.util.List;

/**
 * Clients with any mixture of facts and gaps, the same for the same seed. Days lie around a leap day, on and beside the
 * edges of the windows.
 */
final class RandomPortfolio {
    static final LocalDate TODAY = LocalDate.parse("2024-03-30");

    private RandomPortfolio() {}

    static List<String> insert(Handle db, long seed, int clientCount) {
        for (String statement : STATEMENTS) {
            db.createUpdate(
                            statement
                                    .replace(
                                            "<seed>",
                                            Long.toString(Math.floorMod(seed, 1_000_000_000L)))
                                    .replace("<clients>", Integer.toString(clientCount)))
                    .execute();
        }
        db.execute("analyze");
        return db.createQuery("select client_id from clients order by client_id")
                .mapTo(String.class)
                .list();
    }

    /**
     * The statements that fill the tables. pick(key, n) is a number from 0 to n - 1 determined by the key and the
     * seed.
     */
    private static final List<String> STATEMENTS =
            List.of(
                    """
                    create function pick(key text, n int) returns int language sql immutable as $$
                        select (abs(hashtextextended(key, <seed>) % n))::int $$
                    """,
                    """
                    insert into products (product_id, name, family)
                    select 'product_' || n, 'Product ' || n, 'main' from generate_series(1, 3) n
                    """,
                    """
                    insert into features (feature_id, product_id, key, name, min_tier, released_on)
                    select 'feature_' || n, case when n % 4 > 0 then 'product_' || n % 4 end, 'f' || n, 'Feature ' || n,
                        (array['standard', 'professional', 'enterprise'])[1 + n % 3],
                        case n % 5 when 0 then date '2024-02-29' when 1 then date '2024-04-01' end
                    from generate_series(1, 12) n
                    """,
                    """
                    insert into client_names (client_id, name)
                    select 'client_' || to_char(n, 'FM00000'), 'Client ' || n from generate_series(1, <clients>) n
                    """,
                    """
                    insert into clients (client_id, name, company_name, tier, contract_value)
                    select client_id, name, name,
                        (array['starter', 'standard', 'professional', 'enterprise'])[1 + pick(client_id || 'tier', 4)],
                        pick(client_id || 'arr', 100000)
                    from client_names
                    """,
                    """
                    insert into contracts (client_id, contract_id, type, value, start_date, end_date, renewal_date,
                        auto_renew, payment_status, tier, included_users, products, status, terminated_on)
                    select client_id, k, 'new', 1000, date '2024-03-30' - pick(k || 'start', 500),
                        case when pick(k || 'ends', 3) > 0 then date '2024-03-30' + pick(k || 'end', 90) end,
                        case when pick(k || 'renews', 3) = 0 then date '2024-03-30' + pick(k || 'renewal', 90) - 10 end,
                        pick(k || 'auto', 2) = 0,
                        (array['current', 'current', 'late', 'overdue'])[1 + pick(k || 'payment', 4)],
                        'standard', nullif(pick(k || 'seats', 12), 0),
                        case pick(k || 'products', 3) when 0 then array['product_1', 'product_2']
                            when 1 then array['unknown'] else '{}'::text[] end,
                        (array['active', 'active', 'draft', 'expired', 'terminated'])[1 + pick(k || 'status', 5)],
                        case when pick(k || 'ended', 5) = 0 then date '2024-03-30' - pick(k || 'terminated', 60) end
                    from clients, lateral (select client_id || '_contract_' || n as k
                        from generate_series(1, pick(client_id || 'contracts', 4)) n) contract
                    """,
                    """
                    insert into payment_status_changes (client_id, contract_id, changed_at, from_status, to_status)
                    select client_id, contract_id,
                        timestamptz '2024-03-30 12:00Z' - pick(contract_id || n || 'at', 80) * interval '1 day',
                        (array['current', 'late', 'overdue', null])[1 + pick(contract_id || n || 'from', 4)], 'current'
                    from contracts, generate_series(1, 2) n where pick(contract_id || 'paid', 2) = 0
                    on conflict do nothing
                    """,
                    """
                    insert into renewals (client_id, contract_id, renewal_date, stage, stage_changed_at,
                        current_arr_amount, committed_on, closed_on)
                    select client_id, contract_id, date '2024-04-10', stage, now(), 1000,
                        case when pick(contract_id || 'committed', 2) = 0
                            then date '2024-03-30' - pick(contract_id || 'on', 60) end,
                        case when stage = 'renewed' then date '2024-03-30' - pick(contract_id || 'closed', 60) end
                    from contracts, lateral (select (array['upcoming', 'committed', 'renewed'])
                        [1 + pick(contract_id || 'stage', 3)] as stage) s
                    where pick(contract_id || 'renewal row', 2) = 0
                    """,
                    """
                    insert into product_users (client_id, user_key, first_seen_on, last_seen_on)
                    select client_id, 'u' || n, date '2024-03-30' - pick(client_id || n || 'seen', 100), '2024-03-30'
                    from clients, lateral generate_series(1, pick(client_id || 'users', 5)) n
                    """,
                    """
                    insert into usage_daily_users (client_id, day, user_key, event_count)
                    select client_id, date '2024-03-30' - pick(client_id || n || 'day', 30 + pick(client_id || 'span', 400)),
                        'u' || 1 + pick(client_id || n || 'user', 8), (1 + pick(client_id || n || 'events', 40))
                            * case pick(client_id || 'machine', 50) when 0 then 50000000 else 1 end
                    from clients, lateral generate_series(1, pick(client_id || 'use', 7) * 12) n
                    on conflict do nothing
                    """,
                    """
                    insert into usage_daily_features (client_id, day, feature_key, event_count, user_count)
                    select client_id, date '2024-03-30' - pick(client_id || n || 'feature day', 70),
                        'f' || 1 + pick(client_id || n || 'feature', 14), 1, 1
                    from clients, lateral generate_series(1, pick(client_id || 'features', 20)) n
                    on conflict do nothing
                    """,
                    """
                    insert into touchpoints (client_id, occurred_at, touchpoint_id, kind, direction, answered_at)
                    select client_id, at, k, (array['email', 'call', 'chat', 'meeting'])[1 + pick(k || 'kind', 4)],
                        (array['inbound', 'outbound', 'outbound'])[1 + pick(k || 'way', 3)],
                        case when pick(k || 'answer', 2) = 0 then at + pick(k || 'delay', 9) * interval '1 day' end
                    from clients, lateral (select client_id || 't' || n as k from generate_series(1,
                            pick(client_id || 'touches', 9)) n) touch,
                        lateral (select timestamptz '2024-03-31 00:00Z' - pick(k || 'age', 75 * 4) * interval '6 hours'
                            as at) moment
                    on conflict do nothing
                    """,
                    """
                    insert into tickets (client_id, ticket_id, subject, description_text, priority, category, opened_at,
                        first_response_breached_at, resolution_breached_at, satisfaction, satisfaction_scale,
                        satisfaction_at, deleted_at)
                    select client_id, k, 's', 't', 'P' || pick(k || 'p', 5), 'other', at,
                        case when pick(k || 'late', 3) = 0 then at + interval '8 hours' end,
                        case when pick(k || 'later', 3) = 0 then at + interval '4 days' end,
                        case when is_rated then 1 + pick(k || 'stars', 5) end,
                        case when is_rated then 'five_point' end, case when is_rated then at + interval '6 days' end,
                        case when pick(k || 'deleted', 6) = 0 then now() end
                    from clients, lateral (select client_id || 'k' || n as k from generate_series(1,
                            greatest(0, pick(client_id || 'tickets', 18) - 6)) n) ticket,
                        lateral (select timestamptz '2024-03-31 00:00Z' - pick(k || 'age', 75 * 4) * interval '6 hours'
                            as at, pick(k || 'rated', 3) = 0 as is_rated) moment
                    """,
                    """
                    insert into escalations (client_id, escalation_id, severity, title, opened_by, opened_at,
                        acknowledge_due_at, due_at, resolved_at)
                    select client_id, client_id || 'e', 'high', 't', 'csm', at, at, at,
                        case when pick(client_id || 'resolved', 3) > 0 then at + interval '9 days' end
                    from clients, lateral (select timestamptz '2024-03-31 00:00Z'
                        - pick(client_id || 'opened', 60) * interval '1 day' as at) moment
                    where pick(client_id || 'escalated', 4) = 0
                    """,
                    """
                    insert into survey_responses (client_id, response_id, kind, score, responded_at)
                    select client_id, k, kind, case kind when 'nps' then pick(k || 's', 11)
                            when 'csat' then 1 + pick(k || 's', 5) else 1 + pick(k || 's', 7) end,
                        timestamptz '2024-03-31 00:00Z' - pick(k || 'age', 400) * interval '6 hours'
                            - pick(k || 'old', 5) / 4 * interval '900 days'
                    from clients, lateral (select client_id || 'r' || n as k from generate_series(1,
                            pick(client_id || 'responses', 5)) n) response,
                        lateral (select (array['nps', 'csat', 'ces'])[1 + pick(k || 'kind', 3)] as kind) answer
                    """);
}
