package io.os199.cs.api.tools.retention;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.os199.cs.api.tool.Preview;
import io.os199.cs.communication.mail.Letter;
import io.os199.cs.communication.model.MailTexts;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.statistics.Rounded;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.SilentClient;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Theme;
import io.os199.cs.retention.satisfaction.SurveyKind;
import io.os199.cs.retention.satisfaction.SurveySending.Skipped;
import io.os199.cs.retention.satisfaction.SurveyTally;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The report, or the result of sending. */
public record SatisfactionAnswer(
        @JsonUnwrapped @Nullable Report report,
        @JsonUnwrapped @Nullable Sending sending,
        LocalDate asOf,
        Instant computedAt,
        Evidence evidence,
        List<DataGap> dataGaps) {
    private static final int LEAST_OF_GROUP = 5;
    private static final int LONGEST_BODY = 2_000;

    /**
     * The report on what customers said.
     *
     * @param followUps low scores after which nobody was in touch
     * @param totalCount of the paged list: the responses where they were asked for, otherwise the follow-ups
     */
    public record Report(
            @Nullable String clientId,
            @Nullable String clientName,
            List<SurveyMeasure> measures,
            TicketCsat ticketCsat,
            @Nullable List<Group> groups,
            List<SurveyVoice> followUps,
            @Nullable List<SurveyVoice> responses,
            long totalCount,
            @Nullable String nextCursor,
            List<Theme> themes,
            List<SilentClient> silentClients,
            List<Recommendation> recommendations,
            @Nullable List<Truncation> truncated) {

        /** Returns this report with the page of its paged list. */
        Report paged(
                List<SurveyVoice> followUps,
                @Nullable List<SurveyVoice> responses,
                @Nullable String nextCursor) {
            return new Report(
                    clientId,
                    clientName,
                    measures,
                    ticketCsat,
                    groups,
                    followUps,
                    responses,
                    totalCount,
                    nextCursor,
                    themes,
                    silentClients,
                    recommendations,
                    truncated);
        }
    }

    /**
     * The ratings that customers gave to tickets, kept apart from surveys; 4, 5 and good count as satisfied.
     *
     * @param mean of the ratings on the scale of 1 to 5, which may be fewer than {@code ratedCount}; absent without any
     */
    public record TicketCsat(
            int ratedCount, @Nullable BigDecimal mean, @Nullable BigDecimal satisfiedRate) {
        static TicketCsat of(SatisfactionSurvey.TicketRatings ratings) {
            Double mean = ratings.mean();
            return new TicketCsat(
                    ratings.ratedCount(),
                    Rounded.figureOf(mean),
                    ratings.ratedCount() == 0
                            ? null
                            : Rounded.rate(
                                    (double) ratings.satisfiedCount() / ratings.ratedCount()));
        }
    }

    /**
     * The answers of one group, all of one kind; the value is the one that is compared over time, absent below 5
     * responses.
     */
    public record Group(
            String key,
            SurveyKind kind,
            int responseCount,
            @Nullable BigDecimal value,
            @Nullable BigDecimal margin) {
        static Group of(SatisfactionSurvey.Group group) {
            SurveyTally tally = group.tally();
            SurveyTally.Estimate value = tally.total() < LEAST_OF_GROUP ? null : tally.main();
            int decimals = SurveyMeasure.decimals(tally.kind());
            return new Group(
                    group.key(),
                    tally.kind(),
                    tally.total(),
                    SurveyMeasure.value(value, decimals),
                    SurveyMeasure.margin(value, decimals));
        }
    }

    /**
     * The contacts who are asked in a survey.
     *
     * @param skipped contacts who are not asked, and why
     * @param campaignId absent for a dry run
     */
    public record Sending(
            @Nullable String campaignId,
            String surveyId,
            int recipientCount,
            int clientCount,
            List<Skipped> skipped,
            @Nullable FirstMessage firstMessage,
            @Nullable Boolean isDryRun) {}

    /** The mail to the first person who is asked. */
    public record FirstMessage(
            String clientId,
            @Personal(Personal.Kind.EMAIL) String to,
            String subject,
            String bodyText) {
        static FirstMessage of(Letter letter, boolean seesPersonalData) {
            MailTexts texts = seesPersonalData ? letter.texts() : letter.masked();
            return new FirstMessage(
                    letter.recipient().clientId(),
                    letter.recipient().address(),
                    UntrustedText.name(texts.subject()),
                    UntrustedText.of(texts.bodyText(), LONGEST_BODY).text());
        }
    }

    /** The preview of a survey that a person approves before it is sent. */
    public record SurveyPreview(
            String surveyId,
            SurveyKind kind,
            int recipientCount,
            int clientCount,
            List<Skipped> skipped,
            FirstMessage firstMessage,
            List<DataGap> dataGaps)
            implements Preview {
        @Override
        public String question() {
            return "Ask %d people at %d clients the survey %s (%s) by mail?"
                    .formatted(recipientCount, clientCount, surveyId, WireName.of(kind));
        }
    }

    /**
     * The evidence from which the answer was computed.
     *
     * @param periodEnd exclusive
     * @param supersededResponseCount answers that the same person replaced later in the period
     * @param immatureSendCount sends younger than 30 days, which may still be answered but already count
     * @param queuedSendCount sends that wait to be handed over, which do not count as sent
     */
    public record Evidence(
            @Nullable LocalDate periodStart,
            @Nullable LocalDate periodEnd,
            @Nullable LocalDate previousStart,
            @Nullable LocalDate previousEnd,
            @Nullable Integer supersededResponseCount,
            @Nullable Integer immatureSendCount,
            @Nullable Integer queuedSendCount,
            @Nullable Integer overdueFollowUpCount,
            @Nullable Integer quietDays) {}
}
