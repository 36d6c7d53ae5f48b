package io.os199.cs.api.tools.onboarding;

import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.onboarding.model.Attempt;
import io.os199.cs.onboarding.model.Attendance;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.SessionStatus;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.onboarding.training.Attendee;
import io.os199.cs.onboarding.training.Invitations;
import io.os199.cs.onboarding.training.Invitations.Reason;
import io.os199.cs.onboarding.training.SessionFigures;
import io.os199.cs.onboarding.training.SessionReport;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.onboarding.training.TrainingRules;
import io.os199.cs.onboarding.training.TrainingSession;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Shortenable;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A training session as it stands after the write.
 *
 * @param newlyEligible the people whom these results made eligible for a certificate
 * @param cancelledInvitationCount invitations that were withdrawn before they went out
 * @param isDryRun whether this only says what the call would do
 */
public record TrainingAnswer(
        String clientId,
        String clientName,
        SessionView session,
        List<AttendeeView> attendees,
        Metrics metrics,
        List<Eligible> newlyEligible,
        @Nullable Invited invitations,
        @Nullable Integer cancelledInvitationCount,
        List<Recommendation> recommendations,
        @Nullable Boolean isDryRun,
        Instant computedAt,
        Evidence evidence,
        List<DataGap> dataGaps,
        @Nullable List<Truncation> truncated)
        implements Shortenable<TrainingAnswer> {
    private static final int LONGEST_BODY = 2_000;
    private static final int FEW = 20;

    /** The session itself. */
    public record SessionView(
            String sessionId,
            int version,
            String moduleId,
            String moduleName,
            TrainingFormat format,
            Instant scheduledAt,
            int durationMinutes,
            boolean recording,
            SessionStatus status) {
        static SessionView of(TrainingSession session, TrainingModule module) {
            return new SessionView(
                    session.sessionId(),
                    session.version(),
                    module.moduleId(),
                    module.shownName(),
                    session.format(),
                    session.scheduledAt(),
                    session.durationMinutes(),
                    session.recording(),
                    session.status());
        }
    }

    /**
     * A person of the session.
     *
     * @param inContacts whether the person is a current contact of the client
     * @param attempt the number of the attempt made in this session
     * @param attemptsLeft the failures in a row still allowed; absent without an assessment
     */
    public record AttendeeView(
            @Personal(Personal.Kind.EMAIL) String email,
            boolean inContacts,
            Attendance attendance,
            @Nullable Integer attendedMinutes,
            @Nullable BigDecimal scoreRate,
            @Nullable Integer attempt,
            @Nullable Integer attemptsLeft,
            @Nullable Boolean passed,
            @Nullable Integer feedbackRating) {
        static AttendeeView of(Attendee attendee, TrainingModule module) {
            Attempt attempt = attendee.attempt();
            return new AttendeeView(
                    attendee.email(),
                    attendee.inContacts(),
                    attendee.attendance(),
                    attendee.attendedMinutes(),
                    attempt == null ? null : Rounded.rateOf(attempt.scoreRate()),
                    attempt == null ? null : attempt.number(),
                    module.isAssessed() ? attendee.attempts().left() : null,
                    attempt == null ? null : attempt.passed(),
                    attendee.feedbackRating());
        }
    }

    /** How the session went; a rate is absent where there is nothing to divide by. */
    public record Metrics(
            int invitedCount,
            int attendedCount,
            int absentCount,
            int assessedCount,
            int passedCount,
            @Nullable BigDecimal attendanceRate,
            @Nullable BigDecimal passRate,
            @Nullable BigDecimal meanScoreRate,
            @Nullable BigDecimal attendedTimeRate,
            @Nullable BigDecimal meanFeedbackRating,
            int feedbackCount) {
        static Metrics of(SessionFigures figures) {
            return new Metrics(
                    figures.invitedCount(),
                    figures.attendedCount(),
                    figures.absentCount(),
                    figures.assessedCount(),
                    figures.passedCount(),
                    figures.attendedCount() + figures.absentCount() == 0
                            ? null
                            : figures.attendanceRate(),
                    figures.passRate(),
                    figures.meanScoreRate(),
                    figures.attendedTimeRate(),
                    figures.meanFeedbackRating(),
                    figures.feedbackCount());
        }
    }

    /** Somebody who is now eligible for a certificate. */
    public record Eligible(@Personal(Personal.Kind.EMAIL) String email, CertificateLevel level) {}

    /**
     * The invitation mail.
     *
     * @param suppressed the invited people who receive no mail
     * @param firstMessage only in a dry run
     */
    public record Invited(
            int queuedCount, List<Suppressed> suppressed, @Nullable FirstMessage firstMessage) {
        static Invited of(Invitations plan, boolean showsFirst, boolean seesPersonalData) {
            return new Invited(
                    plan.letters().size(),
                    suppressed(plan),
                    showsFirst && !plan.letters().isEmpty()
                            ? FirstMessage.of(plan.letters().getFirst(), seesPersonalData)
                            : null);
        }

        static List<Suppressed> suppressed(Invitations plan) {
            return plan.unwritten().stream()
                    .map(each -> new Suppressed(each.email(), each.reason()))
                    .toList();
        }
    }

    /** Somebody who receives no mail. */
    public record Suppressed(@Personal(Personal.Kind.EMAIL) String email, Reason reason) {}

    /** The mail to the first invited person. */
    public record FirstMessage(
            @Personal(Personal.Kind.EMAIL) String to, String subject, String bodyText) {
        static FirstMessage of(Letter letter, boolean seesPersonalData) {
            MailTexts texts = seesPersonalData ? letter.texts() : letter.masked();
            return new FirstMessage(
                    letter.recipient().address(),
                    UntrustedText.name(texts.subject()),
                    UntrustedText.of(texts.bodyText(), LONGEST_BODY).text());
        }
    }

    /** The basis of the answer; without a pass mark where the module has no assessment. */
    public record Evidence(
            List<String> rules, @Nullable BigDecimal passingScoreRate, int maxAttempts) {}

    static TrainingAnswer of(
            ClientRef client,
            SessionReport report,
            List<DataGap> undelivered,
            boolean isDryRun,
            boolean seesPersonalData,
            Instant now) {
        TrainingModule module = report.module();
        SessionFigures figures = SessionFigures.of(report);
        Metrics metrics = Metrics.of(figures);
        return new TrainingAnswer(
                client.clientId(),
                client.clientName(),
                SessionView.of(report.session(), module),
                report.attendees().stream().map(each -> AttendeeView.of(each, module)).toList(),
                metrics,
                report.newlyEligible().stream()
                        .map(each -> new Eligible(each.email(), each.level()))
                        .toList(),
                report.invitations()
                        .map(plan -> Invited.of(plan, isDryRun, seesPersonalData))
                        .orElse(null),
                report.session().status() == SessionStatus.CANCELLED
                        ? report.cancelledMailCount()
                        : null,
                TrainingRules.of(report, figures),
                isDryRun ? true : null,
                now,
                new Evidence(
                        List.of("training-1"),
                        Rounded.rateOf(module.passingScoreRate()),
                        module.maxAttempts()),
                gaps(report, undelivered, figures, metrics),
                null);
    }

    private static List<DataGap> gaps(
            SessionReport report,
            List<DataGap> undelivered,
            SessionFigures figures,
            Metrics metrics) {
        List<DataGap> gaps = new ArrayList<>();
        report.invitations()
                .ifPresent(
                        plan -> {
                            gaps.addAll(undelivered);
                            if (plan.unwritten().stream()
                                    .anyMatch(each -> each.reason() == Reason.NOT_A_CONTACT)) {
                                gaps.add(
                                        new DataGap(
                                                "invitations.suppressed",
                                                "not_a_contact",
                                                "Only contacts are written to; add the people with"
                                                        + " update_client_info"));
                            }
                        });
        if (metrics.attendanceRate() == null) {
            gaps.add(
                    new DataGap(
                            "metrics",
                            "no_results",
                            "Enter who came and how they scored with action record"));
            return gaps;
        }
        if (metrics.passRate() == null) {
            gaps.add(
                    report.module().isAssessed()
                            ? new DataGap(
                                    "metrics.pass_rate",
                                    "no_scores",
                                    "Record score_rate of those who attended")
                            : new DataGap(
                                    "metrics.pass_rate",
                                    "no_assessment",
                                    "Having attended passes this module; give it a"
                                            + " passing_score_rate with define_module"));
        }
        if (figures.timedCount() < figures.attendedCount()) {
            gaps.add(
                    new DataGap(
                            "metrics.attended_time_rate",
                            "minutes_missing",
                            "Record attended_minutes; of %d of %d who attended they are not known"
                                    .formatted(
                                            figures.attendedCount() - figures.timedCount(),
                                            figures.attendedCount())));
        }
        if (figures.feedbackCount() == 0 && figures.attendedCount() > 0) {
            gaps.add(
                    new DataGap(
                            "metrics.mean_feedback_rating",
                            "no_feedback",
                            "Record feedback_rating of those who attended"));
        }
        return gaps;
    }

    @Override
    public AnswerBudget budget() {
        return AnswerBudget.USUAL;
    }

    @Override
    public TrainingAnswer shortened() {
        List<Truncation> cut = new ArrayList<>();
        Invited invited = invitations;
        if (invited != null && invited.suppressed().size() > FEW) {
            cut.add(new Truncation("invitations.suppressed", FEW, invited.suppressed().size()));
            invited =
                    new Invited(
                            invited.queuedCount(),
                            invited.suppressed().subList(0, FEW),
                            invited.firstMessage());
        }
        List<Eligible> eligible = newlyEligible;
        if (eligible.size() > FEW) {
            cut.add(new Truncation("newly_eligible", FEW, eligible.size()));
            eligible = eligible.subList(0, FEW);
        }
        TrainingAnswer rest = with(List.of(), eligible, invited, cut);
        // Measured as seen by a caller who sees addresses unmasked: masked ones are shorter.
        int shown = budget().fitting(attendees.stream().map(Json::tree).toList(), Json.tree(rest));
        if (shown < attendees.size()) {
            cut.add(new Truncation("attendees", shown, attendees.size()));
        }
        return with(attendees.subList(0, shown), eligible, invited, cut);
    }

    private TrainingAnswer with(
            List<AttendeeView> people,
            List<Eligible> eligible,
            @Nullable Invited invited,
            List<Truncation> cut) {
        return new TrainingAnswer(
                clientId,
                clientName,
                session,
                people,
                metrics,
                eligible,
                invited,
                cancelledInvitationCount,
                recommendations,
                isDryRun,
                computedAt,
                evidence,
                dataGaps,
                List.copyOf(cut));
    }
}
