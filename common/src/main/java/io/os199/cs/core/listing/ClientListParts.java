package io.os199.cs.core.listing;

import io.os199.cs.platform.database.Part;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The two statements over a filter, assembled from fixed fragments. */
final class ClientListParts {
    private ClientListParts() {}

    /** The rows of a page, in order. */
    record Rows(List<Row> rows) {}

    /** A row of a page; {@code sortValue} is text, as a cursor stores it. */
    record Row(ClientItem item, @Nullable String sortValue) {
        ClientList.Ranked ranked() {
            return new ClientList.Ranked(item, new ClientListPosition(sortValue, item.clientId()));
        }
    }

    /** One row for all clients, and one for each stage, band and tier. */
    record Dimensions(List<SummaryRow> rows) {}

    /** Builds the page as {@link PageSql#of}, which says what it binds, with the counts for the rows of the page. */
    static Part<Rows> page(
            ClientConditions conditions,
            ClientSort sort,
            ClientSort.Order order,
            @Nullable ClientListPosition position) {
        return new Part<>(
                "page",
                Rows.class,
                """
                select coalesce(json_agg(json_build_object('item', item, 'sort_value', item.sort_value)), '[]') as rows
                from (
                    select page.*,
                        (select count(*)
                         from tickets t
                         where t.client_id = page.client_id and t.deleted_at is null
                            and t.status not in ('resolved', 'closed')) as open_ticket_count,
                        (select count(*)
                         from tasks t
                         where t.client_id = page.client_id and t.status = 'open' and t.due_date < :today)
                            as overdue_task_count,
                        (select count(distinct u.user_key)
                         from usage_daily_users u
                         where u.client_id = page.client_id and u.day between :today::date - 29 and :today)
                            as active_user_count_30d
                    from (
                %s
                    ) page
                ) item
                """
                        .formatted(PageSql.of(conditions.sql(), sort, order, position)));
    }

    static Part<Dimensions> summary(ClientConditions conditions) {
        return new Part<>(
                "summary",
                Dimensions.class,
                """
                select json_agg(grouped) as rows
                from (
                    select case grouping(c.lifecycle_stage, c.health_band, c.tier)
                            when 3 then 'stage' when 5 then 'band' when 6 then 'tier' else 'all' end as dimension,
                        case grouping(c.lifecycle_stage, c.health_band, c.tier)
                            when 3 then c.lifecycle_stage
                            when 5 then coalesce(c.health_band, 'unscored')
                            when 6 then c.tier end as key,
                        count(*) as client_count,
                        coalesce(sum(c.contract_value), 0.00) as arr_amount,
                        round(avg(c.health_score), 2) as mean_health_score,
                        count(c.health_score) as scored_count,
                        coalesce(sum(c.contract_value) filter (where c.health_band in ('at_risk', 'critical')), 0.00)
                            as arr_at_risk_amount
                    from clients c
                    where %s
                    group by grouping sets ((), (c.lifecycle_stage), (c.health_band), (c.tier))
                ) grouped
                """
                        .formatted(conditions.sql()));
    }
}
