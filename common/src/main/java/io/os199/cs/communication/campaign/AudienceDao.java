package io.os199.cs.communication.campaign;

import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Reads which clients match the criteria, and which addresses have had enough mail. */
interface AudienceDao {
    /** A client that meets the criteria. */
    record Targeted(String clientId, Tier tier) {}

    @PlannedForItsValues
    @SqlQuery(
            """
            select c.client_id, c.tier
            from clients c
            where (cast(:clientIds as text[]) is null or c.client_id = any (:clientIds))
                and (cast(:excluded as text[]) is null or c.client_id <> all (:excluded))
                and (cast(:tiers as text[]) is null or c.tier = any (:tiers))
                and (cast(:segmentId as text) is null or exists (
                    select from segment_members m where m.segment_id = :segmentId and m.client_id = c.client_id))
                and (cast(:tier as text) is null or c.tier = :tier)
                and (cast(:stage as text) is null or c.lifecycle_stage = :stage)
                and (cast(:band as text) is null or c.health_band = :band)
            order by c.client_id
            """)
    @RegisterConstructorMapper(Targeted.class)
    List<Targeted> targeted(
            String @Nullable [] clientIds,
            String @Nullable [] excluded,
            String @Nullable [] tiers,
            @Nullable String segmentId,
            @Nullable Tier tier,
            @Nullable LifecycleStage stage,
            @Nullable HealthBand band);

    /**
     * Returns the addresses for which a marketing message at that time would be the third within seven days, counting
     * those sent and those still to be sent.
     */
    @SqlQuery(
            """
            with others as (
                select m.contact_email, coalesce(m.sent_at, m.next_attempt_at) as at, m.message_id
                from unnest(:emails) e (email)
                join email_messages m on m.contact_email = e.email
                join email_campaigns c on c.campaign_id = m.campaign_id
                where c.message_class = 'marketing' and c.campaign_id <> :campaignId
                    and (m.sent_at > cast(:at as timestamptz) - interval '7 days'
                            and m.sent_at < cast(:at as timestamptz) + interval '7 days'
                        or m.sent_at is null and m.status in ('queued', 'sending', 'unconfirmed')
                            and c.status in ('scheduled', 'sending', 'held')
                            and m.next_attempt_at > cast(:at as timestamptz) - interval '7 days'
                            and m.next_attempt_at < cast(:at as timestamptz) + interval '7 days'))
            select distinct one.contact_email
            from others one
            join others other on other.contact_email = one.contact_email and other.message_id > one.message_id
            where greatest(one.at, other.at, cast(:at as timestamptz)) - least(one.at, other.at, cast(:at as timestamptz))
                < interval '7 days'
            """)
    List<String> capped(String[] emails, String campaignId, Instant at);

    /** Finds the segments with this id, or with this name ignoring case. */
    @SqlQuery(
            """
            select segment_id
            from segments
            where segment_id = :reference or lower(name) = lower(btrim(:reference))
            order by segment_id = :reference desc, segment_id
            """)
    List<String> segments(String reference);
}
