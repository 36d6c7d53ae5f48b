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
 * A client's story in order.
 *
 * @param journeyStartOn when the client's clock started
 * @param renewalInDays negative behind it
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
     * @param days to its end, or to the day that is looked at
     * @param visitNo the how manieth in that stage
     * @param untrusted that reasonText, why it came there, may be a customer's words; absent where it shows none
     * @param peerMedianDays of {@code peerCount} stays of others that ended in 730 days
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

    /** A milestone; days from the journey's start, negative before it. */
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

    /** Contacts and opened tickets, the newest first. */
    public record Touchpoints(List<Contact> items, long totalCount, @Nullable String nextCursor) {}

    /**
     * A contact.
     *
     * @param outcome of a ticket, its status
     * @param untrusted that its texts may be a customer's words; absent where it shows none
     * @param truncated that a text was cut, the subject after 200 characters and the note after 500; absent where none was
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

    /** What was experienced in all and in each of the newest 20 stays. */
    public record Experience(Felt overall, List<FeltInStage> byStage) {}

    /**
     * What was experienced.
     *
     * @param nps in points
     * @param csatMean 1 to 5, like {@code ticketSatisfactionMean}
     * @param cesMean 1 to 7
     * @param healthScoreAtEntry of a stay: the newest by then
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

    /** What was experienced in a stay. */
    public record FeltInStage(LifecycleStage stage, int visitNo, Felt felt) {}

    /** What it rests on. */
    public record Evidence(List<String> rules, int stayCount, @Nullable LocalDate firstStayOn) {}
}
