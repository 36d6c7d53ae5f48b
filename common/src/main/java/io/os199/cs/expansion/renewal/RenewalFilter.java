package io.os199.cs.expansion.renewal;

import io.os199.cs.core.model.RenewalStage;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/**
 * Selects renewals: those dated from {@code today} to {@code by}, and open ones that are overdue.
 *
 * @param stages as wire names; absent for any
 * @param by the last renewal date
 * @param closedSince also includes renewals dated before {@code today} that were decided on or after this day; absent
 *     for none
 * @param firstClientId the first of a range of clients that ends at {@code lastClientId}; absent for all
 */
public record RenewalFilter(
        LocalDate today,
        LocalDate by,
        @Nullable LocalDate closedSince,
        @Nullable List<String> stages,
        @Nullable RenewalRisk risk,
        @Nullable String clientId,
        @Nullable String firstClientId,
        @Nullable String lastClientId,
        @Nullable Tier tier,
        @Nullable String csm,
        @Nullable String segmentId,
        @Nullable BigDecimal minArr) {

    private static final LocalDate ANY_DAY = LocalDate.of(9999, 12, 31);

    /** The stages in which nothing is decided yet, as wire names. */
    public static final List<String> OPEN =
            Arrays.stream(RenewalStage.values())
                    .filter(RenewalStage::isOpen)
                    .map(WireName::of)
                    .toList();

    /** All renewals of a client. */
    public static RenewalFilter of(String clientId, LocalDate today) {
        return with(today, LocalDate.EPOCH, null, clientId, null, null);
    }

    /** All renewals of all clients. */
    public static RenewalFilter all(LocalDate today) {
        return with(today, LocalDate.EPOCH, null, null, null, null);
    }

    /** The open renewals of a range of clients. */
    public static RenewalFilter open(String firstClientId, String lastClientId, LocalDate today) {
        return with(today, null, OPEN, null, firstClientId, lastClientId);
    }

    /** Returns a filter for renewals of any date, risk and value, whoever looks after them. */
    private static RenewalFilter with(
            LocalDate today,
            @Nullable LocalDate closedSince,
            @Nullable List<String> stages,
            @Nullable String clientId,
            @Nullable String firstClientId,
            @Nullable String lastClientId) {
        return new RenewalFilter(
                today,
                ANY_DAY,
                closedSince,
                stages,
                null,
                clientId,
                firstClientId,
                lastClientId,
                null,
                null,
                null,
                null);
    }

    /** The lowest probability of {@code on_track}, for SQL. */
    public double onTrackFrom() {
        return RenewalRisk.ON_TRACK_FROM;
    }

    /** The lowest probability of {@code at_risk}, for SQL. */
    public double atRiskFrom() {
        return RenewalRisk.AT_RISK_FROM;
    }
}
