package io.os199.cs.expansion.opportunity;

import io.os199.cs.core.model.Tier;
import io.os199.cs.expansion.chance.OpportunityStage;
import io.os199.cs.expansion.chance.OpportunityType;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** Writes opportunities. */
interface OpportunityDao {
    /** Locks the client against other writers, and returns who looks after it. */
    @SqlQuery(
            """
            select client_id, csm, tier, status = 'churned' as is_churned
            from clients
            where client_id = :clientId
            for no key update
            """)
    @RegisterConstructorMapper(Holder.class)
    Holder lockClient(String clientId);

    /** A client, as far as opportunities need it. */
    record Holder(String clientId, @Nullable String csm, Tier tier, boolean isChurned) {}

    @SqlQuery("select client_id from opportunities where opportunity_id = :opportunityId")
    Optional<String> clientOf(String opportunityId);

    @SqlQuery(
            """
            select opportunity_id
            from opportunities
            where client_id = :clientId and stage not in ('won', 'lost')
                and (finding_key = :findingKey
                    or (cast(:type as text) <> 'upsell' and type = :type
                        and product_id is not distinct from cast(:productId as text)))
            order by opportunity_id
            limit 1
            """)
    Optional<String> open(
            String clientId, String findingKey, OpportunityType type, @Nullable String productId);

    @SqlQuery(
            """
            select exists (select from contacts
                where client_id = :clientId and contact_id = :contactId and left_company_at is null)
            """)
    boolean hasContact(String clientId, String contactId);

    /** Stores a new opportunity; false where one with its key is open. */
    default boolean insert(Stored stored, String actor, Instant now) {
        boolean isStored = insertRow(stored, now) == 1;
        if (isStored) {
            note(stored.clientId(), stored.opportunityId(), null, stored.stage(), actor, now);
        }
        return isStored;
    }

    @SqlUpdate(
            """
            insert into opportunities (client_id, opportunity_id, type, finding_key, product_id, stage, value_amount,
                probability, expected_close, champion_contact_id, owner, next_action, source_rule, evidence, created_at,
                updated_at)
            values (:clientId, :opportunityId, :type, :findingKey, :productId, :stage, :valueAmount, :probability,
                :expectedClose, :championContactId, :owner, :nextAction, :sourceRule, cast(:evidence as jsonb), :now,
                :now)
            on conflict (client_id, finding_key) where stage not in ('won', 'lost') do nothing
            """)
    int insertRow(@BindMethods Stored stored, Instant now);

    /**
     * An opportunity as stored.
     *
     * @param evidence what was found, as JSON
     */
    record Stored(
            String clientId,
            String opportunityId,
            OpportunityType type,
            String findingKey,
            @Nullable String productId,
            OpportunityStage stage,
            @Nullable BigDecimal valueAmount,
            @Nullable Double probability,
            @Nullable LocalDate expectedClose,
            @Nullable String championContactId,
            @Nullable String owner,
            @Nullable String nextAction,
            @Nullable String sourceRule,
            String evidence) {}

    /** Records a change of stage, always later than the one before, even where the clock has not advanced. */
    @SqlUpdate(
            """
            insert into opportunity_stage_changes (client_id, opportunity_id, changed_at, from_stage, to_stage, actor)
            select :clientId, :opportunityId, greatest(:now, max(changed_at) + interval '1 microsecond'), :from, :to, :actor
            from opportunity_stage_changes
            where client_id = :clientId and opportunity_id = :opportunityId
            """)
    void note(
            String clientId,
            String opportunityId,
            @Nullable OpportunityStage from,
            OpportunityStage to,
            String actor,
            Instant now);

    /** Links the finding to the opportunity that it became. */
    @SqlUpdate(
            """
            update opportunity_findings
            set opportunity_id = :opportunityId, updated_at = :now
            where client_id = :clientId and finding_key = :findingKey
            """)
    void link(String clientId, String findingKey, String opportunityId, Instant now);

    @SqlQuery(
            """
            select version, evidence::text as evidence
            from opportunities
            where client_id = :clientId and opportunity_id = :opportunityId
            for no key update
            """)
    @RegisterConstructorMapper(Locked.class)
    Locked lock(String clientId, String opportunityId);

    /** An opportunity that is locked. */
    record Locked(int version, String evidence) {}

    @SqlUpdate(
            """
            update opportunities
            set stage = :stage, value_amount = :valueAmount, probability = :probability,
                expected_close = :expectedClose, champion_contact_id = :championContactId, owner = :owner,
                next_action = :nextAction, lost_reason = :lostReason, closed_on = :closedOn, version = version + 1,
                updated_at = :now
            where client_id = :clientId and opportunity_id = :opportunityId
            """)
    void change(String clientId, String opportunityId, @BindMethods Changed changed, Instant now);

    /** The fields of an opportunity that may change. */
    record Changed(
            OpportunityStage stage,
            @Nullable BigDecimal valueAmount,
            @Nullable Double probability,
            @Nullable LocalDate expectedClose,
            @Nullable String championContactId,
            @Nullable String owner,
            @Nullable String nextAction,
            @Nullable LostReason lostReason,
            @Nullable LocalDate closedOn) {}
}
