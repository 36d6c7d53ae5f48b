package io.os199.cs.api.tools.retention;

import io.os199.cs.communication.model.MessageStatus;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.campaign.CampaignKind;
import io.os199.cs.retention.campaign.CampaignOutcome;
import io.os199.cs.retention.campaign.CampaignReport;
import io.os199.cs.retention.campaign.CampaignStep;
import io.os199.cs.retention.campaign.Channel;
import io.os199.cs.retention.campaign.InterventionLevel;
import io.os199.cs.retention.campaign.ListedCampaign;
import io.os199.cs.retention.campaign.Measurement;
import io.os199.cs.retention.campaign.RetentionCampaign;
import io.os199.cs.retention.campaign.RetentionCampaignStatus;
import io.os199.cs.retention.campaign.StepStatus;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/**
 * A campaign as shown; in lists without measurements and steps.
 *
 * @param endsOn the due date of the last step
 * @param progressRate the share of steps that are done or skipped
 * @param retained whether the client was still there 90 days after the end; absent before
 * @param resultText what our people wrote about the result
 */
public record CampaignItem(
        String campaignId,
        String clientId,
        String clientName,
        CampaignKind kind,
        String campaignType,
        int playbookVersion,
        InterventionLevel interventionLevel,
        RetentionCampaignStatus status,
        @Nullable String owner,
        @Nullable @Personal(Personal.Kind.TEXT) String goal,
        @Nullable BigDecimal targetHealthScore,
        boolean sendEmails,
        LocalDate startedOn,
        LocalDate endsOn,
        @Nullable LocalDate closedOn,
        int version,
        @Nullable String automationId,
        @Nullable Figures baseline,
        @Nullable Figures now,
        @Nullable Change change,
        @Nullable List<Step> steps,
        @Nullable BigDecimal progressRate,
        int overdueCount,
        @Nullable NextStep nextStep,
        @Nullable CampaignOutcome outcome,
        @Nullable Boolean retained,
        @Nullable Boolean untrusted,
        @Nullable @Personal(Personal.Kind.TEXT) String resultText) {

    private static final int LONGEST_RESULT = 2_000;

    /** Chosen so that a campaign with all of its steps stays within the budget of an answer. */
    private static final int LONGEST_OF_STEP = 1_000;

    /** The figures of a client on a day. */
    public record Figures(
            @Nullable BigDecimal healthScore,
            @Nullable BigDecimal churnProbability,
            @Nullable Integer modelVersion,
            @Nullable Integer userDayCount30d,
            @Nullable Integer activeUserCount30d,
            @Nullable BigDecimal arrAmount,
            @Nullable LocalDate measuredOn) {

        static Figures of(Measurement measured) {
            return new Figures(
                    Rounded.figureOf(measured.healthScore()),
                    Rounded.rateOf(measured.churnProbability()),
                    measured.modelVersion(),
                    measured.userDayCount30d(),
                    measured.activeUserCount30d(),
                    Rounded.amountOf(measured.arrAmount()),
                    measured.measuredOn());
        }
    }

    /** The change from the baseline to now, for what is known at both times. */
    public record Change(
            @Nullable BigDecimal healthScore,
            @Nullable BigDecimal churnProbability,
            @Nullable Integer userDayCount30d,
            @Nullable Integer activeUserCount30d,
            @Nullable BigDecimal arrAmount) {

        static Change of(Measurement then, Measurement now) {
            Double before = then.churnProbability();
            Double after = now.churnProbability();
            return new Change(
                    Rounded.figureOf(difference(now.healthScore(), then.healthScore())),
                    before == null || after == null ? null : Rounded.rate(after - before),
                    difference(now.userDayCount30d(), then.userDayCount30d()),
                    difference(now.activeUserCount30d(), then.activeUserCount30d()),
                    Rounded.amountOf(difference(now.arrAmount(), then.arrAmount())));
        }

        private static @Nullable BigDecimal difference(
                @Nullable BigDecimal now, @Nullable BigDecimal then) {
            return now == null || then == null ? null : now.subtract(then);
        }

        private static @Nullable Integer difference(@Nullable Integer now, @Nullable Integer then) {
            return now == null || then == null ? null : now - then;
        }
    }

    /**
     * A step.
     *
     * @param emailStatus the status of the step's mail, where one is written for it
     */
    public record Step(
            int stepNo,
            @Personal(Personal.Kind.TEXT) String title,
            Channel channel,
            @Nullable String owner,
            LocalDate dueDate,
            StepStatus status,
            boolean isOverdue,
            @Nullable Instant doneAt,
            @Nullable Boolean untrusted,
            @Nullable @Personal(Personal.Kind.TEXT) String resultText,
            @Nullable MessageStatus emailStatus) {

        static Step of(CampaignStep step, LocalDate today) {
            return new Step(
                    step.stepNo(),
                    step.title(),
                    step.channel(),
                    step.owner(),
                    step.dueDate(),
                    step.status(),
                    step.isOverdue(today),
                    step.doneAt(),
                    step.resultText() == null ? null : true,
                    shown(step.resultText(), LONGEST_OF_STEP),
                    step.emailStatus());
        }
    }

    /** The pending step with the earliest due date. */
    public record NextStep(
            int stepNo,
            @Personal(Personal.Kind.TEXT) String title,
            Channel channel,
            LocalDate dueDate,
            @Nullable String owner,
            boolean isOverdue) {}

    static CampaignItem of(CampaignReport report, LocalDate today) {
        List<Step> steps = report.steps().stream().map(step -> Step.of(step, today)).toList();
        long finished =
                steps.stream()
                        .filter(
                                each ->
                                        each.status() == StepStatus.DONE
                                                || each.status() == StepStatus.SKIPPED)
                        .count();
        return of(
                report.campaign(),
                report,
                steps,
                rate(finished, steps.size()),
                (int) steps.stream().filter(Step::isOverdue).count(),
                steps.stream()
                        .filter(each -> each.status() == StepStatus.PENDING)
                        .min(Comparator.comparing(Step::dueDate).thenComparingInt(Step::stepNo))
                        .map(CampaignItem::next)
                        .orElse(null));
    }

    private static NextStep next(Step step) {
        return new NextStep(
                step.stepNo(),
                step.title(),
                step.channel(),
                step.dueDate(),
                step.owner(),
                step.isOverdue());
    }

    static CampaignItem of(ListedCampaign listed, LocalDate today) {
        ListedCampaign.Progress progress = listed.progress();
        Integer nextNo = progress.nextStepNo();
        String title = progress.nextTitle();
        Channel channel = progress.nextChannel();
        LocalDate due = progress.nextDue();
        return of(
                listed.campaign(),
                null,
                null,
                rate(progress.finishedCount(), progress.stepCount()),
                progress.overdueCount(),
                nextNo == null || title == null || channel == null || due == null
                        ? null
                        : new NextStep(
                                nextNo,
                                title,
                                channel,
                                due,
                                progress.nextOwner(),
                                due.isBefore(today)));
    }

    /** @param report absent in lists, which have no measurements and no texts */
    private static CampaignItem of(
            RetentionCampaign campaign,
            @Nullable CampaignReport report,
            @Nullable List<Step> steps,
            @Nullable BigDecimal progressRate,
            int overdueCount,
            @Nullable NextStep next) {
        Measurement now = report == null ? null : report.now();
        String result = report == null ? null : campaign.resultText();
        return new CampaignItem(
                campaign.campaignId(),
                campaign.clientId(),
                campaign.clientName(),
                campaign.kind(),
                campaign.campaignType(),
                campaign.playbookVersion(),
                campaign.interventionLevel(),
                campaign.status(),
                campaign.owner(),
                campaign.goal(),
                Rounded.figureOf(campaign.targetHealthScore()),
                campaign.sendEmails(),
                campaign.startedOn(),
                campaign.endsOn(),
                campaign.closedOn(),
                campaign.version(),
                campaign.automationId(),
                report == null ? null : Figures.of(report.baseline()),
                now == null ? null : Figures.of(now),
                report == null || now == null ? null : Change.of(report.baseline(), now),
                steps,
                progressRate,
                overdueCount,
                next,
                campaign.outcome(),
                campaign.retained(),
                result == null ? null : true,
                shown(result, LONGEST_RESULT));
    }

    private static @Nullable BigDecimal rate(long finished, int all) {
        return all == 0 ? null : Rounded.rate((double) finished / all);
    }

    private static @Nullable String shown(@Nullable String text, int longest) {
        return text == null ? null : UntrustedText.of(text, longest).text();
    }
}
