package io.os199.cs.api.tools.retention;

import io.os199.cs.api.tools.retention.SatisfactionAnswer.Evidence;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.Group;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.Report;
import io.os199.cs.api.tools.retention.SatisfactionAnswer.TicketCsat;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Truncation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.paging.AnswerBudget;
import io.os199.cs.platform.paging.Page;
import io.os199.cs.retention.satisfaction.SatisfactionFilter;
import io.os199.cs.retention.satisfaction.SatisfactionGrouping;
import io.os199.cs.retention.satisfaction.SatisfactionPeriod;
import io.os199.cs.retention.satisfaction.SatisfactionRules;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.FollowUps;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Position;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Result;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Silence;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Theme;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.Themes;
import io.os199.cs.retention.satisfaction.SatisfactionSurvey.TicketRatings;
import io.os199.cs.retention.satisfaction.SurveySending;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads what customers said in a period. */
final class SatisfactionReading {
    private static final int USUAL_LIMIT = 20;
    private static final int MOST_GROUPS = 50;
    private static final int MOST_THEMES = 20;

    private final SatisfactionInput input;
    private final SatisfactionFilter filter;
    private final SatisfactionPeriod period;
    private final SatisfactionSurvey survey;
    private final List<Result> results;
    private final List<Result> before;
    private final List<SurveyMeasure> measures = new ArrayList<>();
    private final Instant now;
    private final Instant overdueBefore;
    private final FollowUps counts;
    private final TicketRatings ratings;
    private final Themes said;

    /** Creates a reading as of a day, which may be in the past. */
    SatisfactionReading(
            Transaction tx,
            SatisfactionInput input,
            SatisfactionFilter filter,
            LocalDate asOf,
            Instant calledAt) {
        this.input = input;
        this.filter = filter;
        period = SatisfactionPeriod.upTo(asOf, input.timePeriodDays());
        survey = new SatisfactionSurvey(tx, filter, input.kinds(), period);
        results = survey.results();
        before = survey.resultsBefore(input.timePeriodDays());
        for (int i = 0; i < results.size(); i++) {
            measures.add(SurveyMeasure.of(results.get(i), before.get(i)));
        }
        Instant end = period.end().atStartOfDay(ZoneOffset.UTC).toInstant();
        now = end.isAfter(calledAt) ? calledAt : end;
        overdueBefore = now.minus(Duration.ofHours(input.followUpHours()));
        counts = survey.followUpCounts(overdueBefore);
        ratings = survey.ticketRatings();
        said = survey.themes();
    }

    /**
     * Returns the whole report, with a page of the responses where they are asked for, otherwise of the follow-ups.
     *
     * @param after the last entry of the previous page
     * @param cursor gives the cursor that continues after an entry
     */
    Report report(
            @Nullable String clientName,
            @Nullable Position after,
            Function<? super SurveyVoice, String> cursor) {
        boolean pagesResponses = input.includeResponses();
        int most = input.limit() + 1;
        List<SurveyVoice> followUps =
                pagesResponses ? followUps(null, USUAL_LIMIT) : followUps(after, most);
        Report rest = rest(clientName, followUps);
        Page<SurveyVoice> page =
                Page.of(
                        pagesResponses ? responses(after, most) : followUps,
                        input.limit(),
                        rest.totalCount(),
                        AnswerBudget.of(input.limit(), USUAL_LIMIT),
                        rest,
                        cursor);
        return pagesResponses
                ? rest.paged(followUps, page.items(), page.nextCursor())
                : rest.paged(page.items(), null, page.nextCursor());
    }

    /** Returns the report without the page of its paged list. */
    private Report rest(@Nullable String clientName, List<SurveyVoice> followUps) {
        boolean pagesResponses = input.includeResponses();
        Silence silence = survey.silence();
        List<Truncation> truncated = new ArrayList<>();
        List<Group> groups = groups(truncated);
        List<Theme> themes = cut("themes", said.themes(), MOST_THEMES, truncated);
        noteShort("silent_clients", silence.silent().size(), silence.silentCount(), truncated);
        if (pagesResponses) {
            noteShort("follow_ups", followUps.size(), counts.totalCount(), truncated);
        }
        return new Report(
                filter.clientId(),
                clientName,
                measures,
                TicketCsat.of(ratings),
                groups,
                pagesResponses ? followUps : List.of(),
                null,
                pagesResponses ? answerCount() : counts.totalCount(),
                null,
                themes,
                silence.silent(),
                SatisfactionRules.of(measured(), counts, input.followUpHours(), silence),
                truncated.isEmpty() ? null : truncated);
    }

    private List<SurveyVoice> followUps(@Nullable Position after, int most) {
        return survey.followUps(after, most).stream()
                .map(each -> SurveyVoice.followUp(each, now, overdueBefore))
                .toList();
    }

    private List<SurveyVoice> responses(@Nullable Position after, int most) {
        return survey.responses(after, most).stream().map(SurveyVoice::response).toList();
    }

    private List<SatisfactionRules.Measured> measured() {
        List<SatisfactionRules.Measured> measured = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            measured.add(measures.get(i).measured(results.get(i)));
        }
        return measured;
    }

    private int answerCount() {
        return results.stream().mapToInt(each -> each.tally().total()).sum();
    }

    private @Nullable List<Group> groups(List<Truncation> truncated) {
        if (input.groupBy() == SatisfactionGrouping.NONE) {
            return null;
        }
        return cut(
                "groups",
                survey.groups(input.groupBy()).stream().map(Group::of).toList(),
                MOST_GROUPS,
                truncated);
    }

    private static <T> List<T> cut(String list, List<T> all, int most, List<Truncation> truncated) {
        List<T> shown = all.subList(0, Math.min(most, all.size()));
        noteShort(list, shown.size(), all.size(), truncated);
        return shown;
    }

    private static void noteShort(String list, int shown, int all, List<Truncation> truncated) {
        if (shown < all) {
            truncated.add(new Truncation(list, shown, all));
        }
    }

    Evidence evidence() {
        SatisfactionPeriod previous = period.before(input.timePeriodDays());
        return new Evidence(
                period.start(),
                period.end(),
                previous.start(),
                previous.end(),
                survey.allAnswers() - answerCount(),
                results.stream().mapToInt(Result::immatureCount).sum(),
                results.stream().mapToInt(Result::queuedCount).sum(),
                counts.overdueCount(),
                null);
    }

    /** Returns the gaps of the answer: what is not known, and what to do about it. */
    List<DataGap> gaps(SurveySending sending) {
        List<DataGap> gaps = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Result result = results.get(i);
            String field = "measures." + WireName.of(result.tally().kind());
            if (result.tally().total() == 0) {
                gaps.add(unanswered(field, result));
            } else if (measures.get(i).trend() == null) {
                gaps.add(
                        new DataGap(
                                field + ".trend",
                                "too_few_responses",
                                "A trend needs 10 responses in both periods, there are %d and %d; take a longer time_period_days"
                                        .formatted(
                                                result.tally().total(),
                                                before.get(i).tally().total())));
            }
            if (result.queuedCount() > 0) {
                gaps.addAll(sending.undelivered(field + ".sent_count"));
            }
        }
        if (ratings.onScaleCount() < ratings.ratedCount()) {
            gaps.add(goodAndBad());
        }
        if (said.unscoredCount() > 0) {
            gaps.add(
                    new DataGap(
                            "themes",
                            "sentiment_not_scored",
                            "The mood of %d pieces of feedback is not known; they are in no count of the themes"
                                    .formatted(said.unscoredCount())));
        }
        return gaps;
    }

    private DataGap goodAndBad() {
        String field = "ticket_csat.mean";
        return ratings.onScaleCount() == 0
                ? new DataGap(
                        field,
                        "no_five_point_ratings",
                        "All are good or bad, which have no mean: read satisfied_rate")
                : new DataGap(
                        field,
                        "good_and_bad_left_out",
                        "It is the mean of %d of %d ratings, those on the scale of 1 to 5: good and bad count in rates only"
                                .formatted(ratings.onScaleCount(), ratings.ratedCount()));
    }

    private static DataGap unanswered(String field, Result result) {
        return result.sentCount() == 0
                ? new DataGap(
                        field,
                        "no_survey_sent",
                        "Send one with action send_survey, or import answers")
                : new DataGap(
                        field,
                        "sent_and_unanswered",
                        "Nobody answered yet; ask again later or in person");
    }
}
