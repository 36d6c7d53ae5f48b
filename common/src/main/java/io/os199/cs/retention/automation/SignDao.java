package io.os199.cs.retention.automation;

import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.database.PlannedForItsValues;
import io.os199.cs.platform.database.UseJoinedSql;
import io.os199.cs.retention.campaign.CampaignKind;

import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The statements over {@code SignDao/signs.sql}, which find the clients whose sign shows. */
@UseJoinedSql
@PlannedForItsValues
interface SignDao {
    /**
     * The parameters of the statements.
     *
     * @param trigger the sign
     */
    record Sign(
            String automationId,
            RetentionTrigger trigger,
            double threshold,
            @Nullable Integer withinDays,
            @Nullable Tier tier,
            @Nullable String csm,
            @Nullable String segmentId,
            @Nullable BigDecimal minArr,
            Instant now,
            LocalDate today) {
        static Sign of(
                String automationId,
                RetentionAutomationSettings settings,
                Instant now,
                LocalDate today) {
            RetentionAutomationSettings.Target target = settings.target();
            return new Sign(
                    automationId,
                    settings.trigger().type(),
                    settings.trigger().atThreshold(),
                    settings.trigger().renewalWithinDays(),
                    target.tier(),
                    target.csm(),
                    target.segmentId(),
                    target.minArrAmount(),
                    now,
                    today);
        }
    }

    /** Starts and ends the watches of lasting signs. */
    @SqlUpdate
    void follow(@BindMethods Sign sign);

    /** Returns the candidates, the largest ARR first, then by id. */
    @SqlQuery
    @RegisterConstructorMapper(SignCandidate.class)
    List<SignCandidate> candidates(@BindMethods Sign sign, CampaignKind kind);

    /** Returns how many clients the rule watches. */
    @SqlQuery
    int watched(@BindMethods Sign sign);
}
