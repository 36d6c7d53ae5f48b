package io.os199.cs.support.portal;

import io.os199.cs.core.model.Tier;

import org.jdbi.v3.json.Json;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables {@code portal_settings}, {@code portal_domains} and {@code portal_resources}, and the usage of portals.
 */
interface PortalDao {
    /**
     * A client with its portal settings, which are absent when nobody has set anything.
     *
     * @param hasIntercom whether the integration that chat needs is enabled
     */
    record Row(
            String clientId,
            String clientName,
            Tier tier,
            boolean active,
            @Json Map<String, Boolean> features,
            boolean hasIntercom,
            @Nullable String logoUrl,
            @Nullable String primaryColor,
            @Nullable String customDomain,
            @Nullable String domainStatus,
            @Nullable String welcomeText,
            int version,
            @Nullable Instant updatedAt) {}

    /** Locks the client, so that writes to its portal happen one after the other. */
    @SqlQuery("select client_id from clients where client_id = :clientId for no key update")
    Optional<String> lockClient(String clientId);

    @SqlQuery(
            """
            select c.client_id, c.name as client_name, c.tier, c.status = 'active' as active,
                coalesce(s.features, '{}') as features,
                exists (select from integrations where name = 'intercom' and enabled) as has_intercom, s.logo_url,
                s.primary_color, d.custom_domain, d.domain_status, s.welcome_text, coalesce(s.version, 0) as version,
                s.updated_at
            from clients c
            left join portal_settings s on s.client_id = c.client_id
            left join portal_domains d on d.client_id = c.client_id
            where c.client_id = :clientId
            """)
    @RegisterConstructorMapper(Row.class)
    Row portal(String clientId);

    @SqlUpdate(
            """
            insert into portal_settings (client_id, features, logo_url, primary_color, welcome_text, created_at, updated_at)
            values (:clientId, cast(:features as jsonb), :logoUrl, :primaryColor, :welcomeText, :now, :now)
            on conflict (client_id) do update
            set features = excluded.features, logo_url = excluded.logo_url, primary_color = excluded.primary_color,
                welcome_text = excluded.welcome_text, version = portal_settings.version + 1, updated_at = :now
            """)
    void write(
            String clientId,
            String features,
            @Nullable String logoUrl,
            @Nullable String primaryColor,
            @Nullable String welcomeText,
            Instant now);

    /** Sets the host name; writes nothing when it belongs to another client. */
    @SqlUpdate(
            """
            insert into portal_domains (custom_domain, client_id, created_at, updated_at)
            values (:customDomain, :clientId, :now, :now)
            on conflict (custom_domain) do nothing
            """)
    int takeDomain(String clientId, String customDomain, Instant now);

    @SqlUpdate("delete from portal_domains where client_id = :clientId")
    void dropDomain(String clientId);

    @SqlUpdate(
            """
            insert into portal_resources (client_id, resource_id, type, title, description, url, added_at, created_at,
                updated_at)
            values (:clientId, :resourceId, :type, :title, :description, :url, :now, :now, :now)
            """)
    void add(
            String clientId,
            String resourceId,
            ResourceType type,
            String title,
            @Nullable String description,
            String url,
            Instant now);

    /** Deletes the view counts of a resource that is gone. */
    @SqlUpdate(
            """
            delete from portal_resource_views where client_id = :clientId and resource_id = :resourceId
            """)
    void forget(String clientId, String resourceId);

    @SqlUpdate(
            "delete from portal_resources where client_id = :clientId and resource_id ="
                    + " :resourceId")
    int remove(String clientId, String resourceId);

    @SqlQuery(
            """
            select r.resource_id, r.type, r.title, r.description, r.url, r.added_at,
                (select coalesce(sum(v.view_count), 0)
                 from portal_resource_views v
                 where v.client_id = r.client_id and v.resource_id = r.resource_id and v.day > :today::date - 90
                     and v.day <= :today) as view_count
            from portal_resources r
            where r.client_id = :clientId and (cast(:type as text) is null or r.type = :type)
                and (cast(:afterId as text) is null or (r.title, r.resource_id) > (:afterTitle, :afterId))
            order by r.title, r.resource_id
            limit :most
            """)
    @RegisterConstructorMapper(PortalResource.class)
    List<PortalResource> resources(
            String clientId,
            @Nullable ResourceType type,
            @Nullable String afterTitle,
            @Nullable String afterId,
            LocalDate today,
            int most);

    @SqlQuery(
            """
            select count(*) from portal_resources
            where client_id = :clientId and (cast(:type as text) is null or type = :type)
            """)
    long resourceCount(String clientId, @Nullable ResourceType type);

    /**
     * The usage of a portal in [{@code :from}, {@code :end}), the tickets opened in that period, and the number of
     * how-to questions since {@code :quarterAt}.
     */
    record UseRow(
            long visitCount,
            int activeDayCount,
            @Nullable Double avgDailyUserCount,
            int peakDailyUserCount,
            long kbViewCount,
            long resourceViewCount,
            long ticketsOpenedCount,
            long howToCount) {}

    @SqlQuery(
            """
            select v.*,
                (select coalesce(sum(view_count), 0)
                 from portal_resource_views r
                 where r.client_id = :clientId and r.day >= :from and r.day < :end) as resource_view_count,
                t.*
            from (select coalesce(sum(visit_count), 0) as visit_count, count(*) filter (where visit_count > 0) as active_day_count,
                      avg(user_count) filter (where visit_count > 0) as avg_daily_user_count,
                      coalesce(max(user_count), 0) as peak_daily_user_count, coalesce(sum(kb_view_count), 0) as kb_view_count
                  from portal_visits
                  where client_id = :clientId and day >= :from and day < :end) v
            cross join (
                  select count(*) filter (where opened_at >= :fromAt) as tickets_opened_count,
                      count(*) filter (where category = 'how_to_question' and opened_at >= :quarterAt) as how_to_count
                  from tickets
                  where client_id = :clientId and source in ('portal', 'local') and deleted_at is null
                      and opened_at >= least(cast(:fromAt as timestamptz), cast(:quarterAt as timestamptz))
                      and opened_at < :endAt) t
            """)
    @RegisterConstructorMapper(UseRow.class)
    UseRow use(
            String clientId,
            LocalDate from,
            LocalDate end,
            Instant fromAt,
            Instant endAt,
            Instant quarterAt);

    /** The visits of a day. */
    record Day(LocalDate day, long visitCount) {}

    @SqlQuery(
            """
            select day, visit_count
            from portal_visits
            where client_id = :clientId and day >= :from and day < :end
            order by day
            """)
    @RegisterConstructorMapper(Day.class)
    List<Day> days(String clientId, LocalDate from, LocalDate end);

    /** A resource with the number of its views. */
    record Top(String resourceId, String title, long viewCount) {}

    @SqlQuery(
            """
            select v.resource_id, r.title, sum(v.view_count) as view_count
            from portal_resource_views v
            join portal_resources r on r.client_id = v.client_id and r.resource_id = v.resource_id
            where v.client_id = :clientId and v.day >= :from and v.day < :end
            group by v.resource_id, r.title
            order by view_count desc, v.resource_id
            limit 5
            """)
    @RegisterConstructorMapper(Top.class)
    List<Top> top(String clientId, LocalDate from, LocalDate end);
}
