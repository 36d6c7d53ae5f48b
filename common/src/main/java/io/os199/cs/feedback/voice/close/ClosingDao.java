package io.os199.cs.feedback.voice.close;

import io.os199.cs.feedback.model.FeedbackStatus;
import io.os199.cs.feedback.model.LoopOutcome;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** Reads and writes loops to close. */
interface ClosingDao {
    @SqlQuery("select exists (select from insights where insight_id = :insightId)")
    boolean hasInsight(String insightId);

    @SqlQuery("select exists (select from roadmap_items where item_id = :itemId)")
    boolean hasItem(String itemId);

    /**
     * Feedback to be closed.
     *
     * @param email lower case, without leading or trailing blanks
     * @param isNamed whether it is known who said it, even if not by an address
     * @param hasLeft whether the address was that of a contact who has left
     */
    record Row(
            String clientId,
            String feedbackId,
            FeedbackStatus status,
            boolean isClosed,
            @Nullable String email,
            boolean isNamed,
            boolean hasLeft) {}

    /** Locks the rows until the end of the transaction, so that no loop is closed twice. */
    @SqlQuery(
            """
            with wanted as (
                select f.client_id, f.feedback_id
                from feedback f
                where f.feedback_id = any(:feedbackIds)
                union
                select e.client_id, e.feedback_id
                from insight_evidence e
                where e.insight_id = :insightId
                union
                select l.client_id, l.feedback_id
                from roadmap_feedback l
                where l.item_id = :roadmapItemId
            )
            select f.client_id, f.feedback_id, f.status, f.status = 'closed' or f.loop_closed_at is not null as is_closed,
                nullif(lower(trim(f.contact_email)), '') as email, f.submitter_name is not null as is_named,
                exists (
                    select
                    from contacts p
                    where p.client_id = f.client_id and lower(trim(p.email)) = lower(trim(f.contact_email))
                        and p.left_company_at is not null) as has_left
            from feedback f
            join wanted w on w.client_id = f.client_id and w.feedback_id = f.feedback_id
            join clients c on c.client_id = f.client_id
            order by f.client_id, f.feedback_id
            for key share of c
            for no key update of f
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> lock(@BindMethods ClosingOrder order);

    @SqlUpdate(
            """
            update feedback f
            set status = 'closed', loop_outcome = :outcome, loop_closed_at = :now, decided_at = coalesce(f.decided_at, :now),
                loop_notified = f.feedback_id = any(:notifiedIds), updated_at = :now
            from unnest(:clientIds, :feedbackIds) r (client_id, feedback_id)
            where f.client_id = r.client_id and f.feedback_id = r.feedback_id
            """)
    int close(
            String[] clientIds,
            String[] feedbackIds,
            String[] notifiedIds,
            LoopOutcome outcome,
            Instant now);
}
