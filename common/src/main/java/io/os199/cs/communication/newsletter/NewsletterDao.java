package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.NewsletterStatus;
import io.os199.cs.communication.model.Recurrence;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The table {@code newsletters}. When an edition has a campaign, the campaign holds its status; its own status then
 * only shows whether its end has been processed.
 */
interface NewsletterDao {
    /** Returns nothing when the series already has an edition with the number. */
    @SqlQuery(
            """
            insert into newsletters (newsletter_id, series_key, name, edition_no, subject, preview_text, sections, target,
                recurrence, created_at, updated_at)
            select :newsletterId, :seriesKey,
                coalesce((select name from newsletters where series_key = :seriesKey order by edition_no limit 1), :name),
                coalesce(cast(:editionNo as int),
                    (select max(edition_no) + 1 from newsletters where series_key = :seriesKey), 1),
                :subject, :previewText, cast(:sections as jsonb), cast(:target as jsonb), :recurrence, :now, :now
            on conflict (series_key, edition_no) do nothing
            returning newsletter_id
            """)
    Optional<String> insert(
            String newsletterId,
            String seriesKey,
            String name,
            @Nullable Integer editionNo,
            String subject,
            @Nullable String previewText,
            String sections,
            String target,
            @Nullable Recurrence recurrence,
            Instant now);

    /** Returns the last number of a series. */
    @SqlQuery("select coalesce(max(edition_no), 0) from newsletters where series_key = :seriesKey")
    int lastNo(String seriesKey);

    /** The query of an {@link Edition}, with the status that its campaign gives it. */
    String EDITIONS =
            """
            select n.newsletter_id, n.series_key, n.name, n.edition_no, n.subject, n.preview_text, n.sections::text as sections,
                n.target::text as target, n.scheduled_at, n.recurrence, n.series_next_at, n.campaign_id, n.version,
                case
                    when c.campaign_id is null then n.status
                    when c.status = 'fanout_pending' then 'scheduled'
                    else c.status
                end as status
            from newsletters n
            left join email_campaigns c on c.campaign_id = n.campaign_id
            """;

    @SqlQuery(EDITIONS + "where n.newsletter_id = :newsletterId")
    @RegisterConstructorMapper(Edition.class)
    Optional<Edition> edition(String newsletterId);

    /** Locks an edition until this transaction ends. */
    @SqlQuery(
            "select newsletter_id from newsletters where newsletter_id = :newsletterId for no key"
                    + " update")
    Optional<String> hold(String newsletterId);

    /** Writes everything that can be changed, which makes the edition a draft without a campaign. */
    @SqlUpdate(
            """
            update newsletters
            set subject = :subject, preview_text = :previewText, sections = cast(:sections as jsonb),
                target = cast(:target as jsonb), recurrence = :recurrence,
                series_next_at = case
                    when cast(:recurrence as text) is null then null
                    when campaign_id is not null then scheduled_at
                    else series_next_at
                end,
                anchor_day = case when cast(:recurrence as text) = recurrence and campaign_id is null
                    then anchor_day end,
                scheduled_at = null, campaign_id = null, status = 'draft', version = version + 1, updated_at = :now
            where newsletter_id = :newsletterId
            """)
    int change(
            String newsletterId,
            String subject,
            @Nullable String previewText,
            String sections,
            String target,
            @Nullable Recurrence recurrence,
            Instant now);

    /** Returns the day from which the series counts its editions, if an earlier edition has one. */
    @SqlQuery(
            """
            select anchor_day
            from newsletters
            where series_key = :seriesKey and edition_no < :editionNo and recurrence = :recurrence
                and anchor_day is not null and status <> 'cancelled'
            order by edition_no desc
            limit 1
            """)
    Optional<LocalDate> anchor(String seriesKey, int editionNo, Recurrence recurrence);

    /**
     * Writes when the edition is sent.
     *
     * @param campaignId absent when there is no provider: it stays a draft
     */
    @SqlUpdate(
            """
            update newsletters
            set scheduled_at = :at, campaign_id = :campaignId,
                status = case when cast(:campaignId as text) is null then 'draft' else 'scheduled' end,
                anchor_day = :anchorDay, recurrence_tz = :zone, series_next_at = :seriesNextAt, version = version + 1,
                updated_at = :now
            where newsletter_id = :newsletterId
            """)
    int schedule(
            String newsletterId,
            Instant at,
            @Nullable String campaignId,
            @Nullable LocalDate anchorDay,
            @Nullable String zone,
            @Nullable Instant seriesNextAt,
            Instant now);

    @SqlUpdate(
            """
            update newsletters
            set status = 'cancelled', version = version + 1, updated_at = :now
            where newsletter_id = :newsletterId
            """)
    int cancel(String newsletterId, Instant now);

    /** Returns a page, drafts first and then the latest. */
    @SqlQuery(
            "select * from ("
                    + EDITIONS
                    + """
                    ) n
                    where (cast(:status as text) is null or n.status = :status)
                        and (cast(:afterId as text) is null
                            or case when cast(:afterAt as timestamptz) is null
                                then n.scheduled_at is not null or n.newsletter_id > :afterId
                                else n.scheduled_at < :afterAt or n.scheduled_at = :afterAt and n.newsletter_id > :afterId end)
                    order by n.scheduled_at desc nulls first, n.newsletter_id
                    limit :most
                    """)
    @RegisterConstructorMapper(Edition.class)
    List<Edition> page(
            @Nullable NewsletterStatus status,
            @Nullable Instant afterAt,
            @Nullable String afterId,
            int most);

    @SqlQuery(
            "select count(*) from ("
                    + EDITIONS
                    + ") n where cast(:status as text) is null or n.status = :status")
    long count(@Nullable NewsletterStatus status);

    /** Returns editions whose campaign has ended but whose end has not been processed. */
    @SqlQuery(
            """
            select n.newsletter_id
            from newsletters n
            join email_campaigns c on c.campaign_id = n.campaign_id
            where n.status = 'scheduled' and c.status in ('sent', 'cancelled')
            order by n.newsletter_id
            limit :most
            """)
    List<String> ended(int most);

    /**
     * Marks the end of an edition, and creates the next one of a series that continues, unless its number exists
     * already: with the same section titles, but no content. A second caller no longer finds an end.
     *
     * @return the next one
     */
    @SqlQuery(
            """
            with seen as (
                update newsletters n
                set status = c.status, updated_at = :now
                from email_campaigns c
                where n.newsletter_id = :newsletterId and c.campaign_id = n.campaign_id and n.status = 'scheduled'
                    and c.status in ('sent', 'cancelled')
                returning n.*)
            insert into newsletters (newsletter_id, series_key, name, edition_no, subject, preview_text, sections, target,
                recurrence, anchor_day, recurrence_tz, series_next_at, created_at, updated_at)
            select :nextId, s.series_key, s.name, s.edition_no + 1, s.subject, s.preview_text,
                (select jsonb_agg(jsonb_build_object('type', e.value -> 'type', 'title', e.value -> 'title', 'content', '')
                        order by e.place)
                    from jsonb_array_elements(s.sections) with ordinality e (value, place)),
                s.target, s.recurrence, s.anchor_day, s.recurrence_tz, s.series_next_at, :now, :now
            from seen s
            where s.status = 'sent' and s.recurrence is not null and s.edition_no < 9999
            on conflict (series_key, edition_no) do nothing
            returning newsletter_id
            """)
    Optional<String> next(String newsletterId, String nextId, Instant now);
}
