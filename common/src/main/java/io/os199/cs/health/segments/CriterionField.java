package io.os199.cs.health.segments;

import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.HealthBand;
import io.os199.cs.core.model.HealthTrend;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.core.model.ValueTier;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/** The properties that a criterion can test, each with its SQL expression over the rows of {@link SegmentSql}. */
public enum CriterionField {
    ARR_AMOUNT("c.contract_value"),
    HEALTH_SCORE("s.overall"),
    USAGE_SCORE("s.usage"),
    ENGAGEMENT_SCORE("s.engagement"),
    SUPPORT_SCORE("s.support"),
    SATISFACTION_SCORE("s.satisfaction"),
    PAYMENT_SCORE("s.payment"),
    CHANGE_POINTS("s.change_points"),
    RENEWAL_IN_DAYS("(c.renewal_date - :today::date)"),
    ENGAGEMENT_AGE_DAYS("(:today::date - (c.last_engagement_at at time zone 'UTC')::date)"),
    TENURE_DAYS("(:today::date - k.started_on)"),
    OPEN_TICKET_COUNT("coalesce(t.open_count, 0)"),
    LICENSED_USER_COUNT("(s.inputs ->> 'licensed_user_count')::numeric"),
    ACTIVE_USER_COUNT("(s.inputs ->> 'active_user_count')::numeric"),
    TIER("c.tier", Tier.class),
    VALUE_TIER("c.value_tier", ValueTier.class),
    LIFECYCLE_STAGE("c.lifecycle_stage", LifecycleStage.class),
    STATUS("c.status", ClientStatus.class),
    INDUSTRY("nullif(lower(btrim(c.industry)), '')", null),
    CSM("nullif(lower(btrim(c.csm)), '')", null),
    HEALTH_BAND("s.band", HealthBand.class),
    HEALTH_TREND("s.trend", HealthTrend.class),
    TAG("c.tags", null);

    private final String sql;
    private final boolean isNumber;
    private final @Nullable Class<? extends Enum<?>> words;

    CriterionField(String sql) {
        this.sql = sql;
        this.isNumber = true;
        this.words = null;
    }

    CriterionField(String sql, @Nullable Class<? extends Enum<?>> words) {
        this.sql = sql;
        this.isNumber = false;
        this.words = words;
    }

    String sql() {
        return sql;
    }

    boolean isNumber() {
        return isNumber;
    }

    /** Whether its numbers go from 0 to 100. */
    boolean isScore() {
        return switch (this) {
            case HEALTH_SCORE,
                    USAGE_SCORE,
                    ENGAGEMENT_SCORE,
                    SUPPORT_SCORE,
                    SATISFACTION_SCORE,
                    PAYMENT_SCORE ->
                    true;
            default -> false;
        };
    }

    Set<CriterionOp> ops() {
        return isNumber ? CriterionOp.OF_NUMBERS : CriterionOp.OF_WORDS;
    }

    /** Returns the allowed words; empty where any word is allowed. */
    List<String> words() {
        return words == null ? List.of() : WireName.all(words);
    }
}
