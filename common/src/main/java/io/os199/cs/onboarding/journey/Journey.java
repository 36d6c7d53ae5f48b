package io.os199.cs.onboarding.journey;

import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.statistics.Sample;
import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * A client's story in chronological order.
 *
 * @param journeyStartOn when the client's clock started
 * @param renewalInDays negative after the renewal
 * @param stages the newest 20 stays
 * @param interventions what is due now
 */
public record Journey(
        String clientId,
        String clientName,
        LocalDate journeyStartOn,
        LifecycleStage currentStage,
        int stageAgeDays,
        @Nullable Integer renewalInDays,
        List<Stay> stages,
        @Nullable List<Milestone> milestones,
        @Nullable Touchpoints touchpoints,
        @Nullable Experience experience,
        List<Recommendation> interventions,
        Evidence evidence,
        List<DataGap> dataGaps) {
    /**
     * A stay in a stage.
     *
     * @param days until its end, or until the day in question
     * @param visitNo the ordinal of this stay among those in that stage
     * @param untrusted marks that reasonText, why the client entered the stage, may be a customer's words; absent
     *     where it shows none
     * @param peerMedianDays over {@code peerCount} stays of others that ended in 730 days
     * @param peerGroup {@code tier}, or {@code portfolio} where the tier has fewer than 5 stays in the stage
     */
    public record Stay(
            LifecycleStage stage,
            LocalDate enteredOn,
            @Nullable LocalDate leftOn,
            int days,
            int visitNo,
            @Nullable Boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String reasonText,
            @Nullable BigDecimal peerMedianDays,
            @Nullable BigDecimal peerP75Days,
            int peerCount,
            String peerGroup) {}

    /** A milestone; days count from the journey's start and are negative before it. */
    public record Milestone(
            String key,
            @Nullable LifecycleStage stage,
            MilestoneStatus status,
            @Nullable LocalDate achievedOn,
            @Nullable Integer daysFromStart,
            String source) {}

    /** Whether it was reached. */
    public enum MilestoneStatus {
        ACHIEVED,
        PENDING
    }

    /** Contacts and opened tickets, newest first. */
    public record Touchpoints(List<Contact> items, long totalCount, @Nullable String nextCursor) {}

    /**
     * A contact.
     *
     * @param outcome for a ticket, its status
     * @param untrusted marks that its texts may be a customer's words; absent where it shows none
     * @param truncated marks that a text was cut, the subject after 200 characters and the note after 500; absent
     *     where none was
     */
    public record Contact(
            Instant occurredAt,
            String kind,
            String direction,
            LifecycleStage stage,
            @Nullable String outcome,
            @Nullable Boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String subjectText,
            @Nullable @Personal(Personal.Kind.TEXT) String noteText,
            @Nullable Boolean truncated) {}

    /** The client's experience overall and in each of the newest 20 stays. */
    public record Experience(Felt overall, List<FeltInStage> byStage) {}

    /**
     * Measures of what the client experienced.
     *
     * @param nps in points
     * @param csatMean 1 to 5, like {@code ticketSatisfactionMean}
     * @param cesMean 1 to 7
     * @param healthScoreAtEntry the newest score when the stay began
     */
    public record Felt(
            Sample nps,
            Sample csatMean,
            Sample cesMean,
            Sample ticketSatisfactionMean,
            int ticketCount,
            int feedbackPositiveCount,
            int feedbackNegativeCount,
            @Nullable BigDecimal healthScoreAtEntry,
            @Nullable BigDecimal healthScoreAtExit) {}

    /** The client's experience in a stay. */
    public record FeltInStage(LifecycleStage stage, int visitNo, Felt felt) {}

    /** What the journey rests on. */
    public record Evidence(List<String> rules, int stayCount, @Nullable LocalDate firstStayOn) {}
}
