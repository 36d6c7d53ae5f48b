package io.os199.cs.communication.campaign;

import io.os199.cs.communication.mail.Obstacles;
import io.os199.cs.communication.model.Exclusion;
import io.os199.cs.communication.model.MailCampaignStatus;
import io.os199.cs.core.model.Tier;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Messages that wait in a draft, and their release. */
interface WaitingDao {
    /**
     * A waiting message.
     *
     * @param tokenValues as JSON, for the first few that may be sent
     * @param obstacle why it must not be sent any more
     */
    record Waiting(
            String clientId,
            Tier tier,
            String messageId,
            String contactEmail,
            @Nullable String tokenValues,
            @Nullable Exclusion obstacle) {}

    @SqlQuery(
            Obstacles.TOLD
                    + """
                        where m.campaign_id = :campaignId and m.status = 'queued')
                    select m.client_id, k.tier, m.message_id, m.contact_email, told.obstacle,
                        case when told.obstacle is null
                                and row_number() over (partition by told.obstacle is null order by m.client_id, m.message_id) <= :first
                            then m.token_values::text end as token_values
                    from told
                    join email_messages m on m.client_id = told.client_id and m.message_id = told.message_id
                    join clients k on k.client_id = m.client_id
                    order by m.client_id, m.message_id
                    """)
    @RegisterConstructorMapper(Waiting.class)
    List<Waiting> waiting(String campaignId, int first);

    /** Releases a draft with the messages that wait in it; none is sent before {@code at}. */
    @SqlUpdate(
            """
            with released as (
                update email_campaigns
                set status = :status, scheduled_at = :scheduledAt, fanout_done_at = :now, version = version + 1, updated_at = :now
                where campaign_id = :campaignId)
            update email_messages
            set next_attempt_at = greatest(next_attempt_at, :at), updated_at = :now
            where campaign_id = :campaignId and status = 'queued'
            """)
    int release(
            String campaignId,
            MailCampaignStatus status,
            @Nullable Instant scheduledAt,
            Instant at,
            Instant now);
}
