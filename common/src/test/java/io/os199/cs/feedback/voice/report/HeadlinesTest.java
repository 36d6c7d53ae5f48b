package io.os199.cs.feedback.voice.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.feedback.analysis.SentimentReport;
import io.os199.cs.feedback.analysis.SentimentReport.Counts;
import io.os199.cs.feedback.analysis.SentimentReport.Evidence;
import io.os199.cs.feedback.analysis.SentimentReport.Period;
import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.report.Headline.Kind;
import io.os199.cs.platform.statistics.Sample;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The rules at their bounds; {@code VoiceReportTest} tests them all together. */
class HeadlinesTest {
    private static final Rate ALL_CLOSED = Rate.of(10, 10);

    @Test
    void npsHasToMoveByFivePointsAndIsCertainWhereIntervalsAreApart() {
        // 20 answers: 10 minus 8 is 10.00; 10 minus 9 is 5.00.
        Headline win = nps(Sample.nps(10, 8, 20), Sample.nps(10, 9, 20)).getFirst();
        assertThat(win.ruleId()).isEqualTo("VOC-H1");
        assertThat(win.kind()).isEqualTo(Kind.WIN);
        assertThat(win.certain()).isFalse();
        assertThat(win.because()).isEqualTo("NPS 10.00 of 20 answers, before 5.00 of 20");
        assertThat(nps(Sample.nps(10, 9, 20), Sample.nps(10, 8, 20)).getFirst().kind())
                .isEqualTo(Kind.CONCERN);
        // 4.76 points from 21 answers are too few.
        assertThat(nps(Sample.nps(10, 8, 21), Sample.nps(10, 9, 21))).isEmpty();
        assertThat(nps(Sample.nps(4, 0, 4), Sample.nps(0, 20, 20))).isEmpty();
        assertThat(nps(Sample.nps(20, 0, 20), Sample.nps(0, 20, 20)).getFirst().certain()).isTrue();
    }

    @Test
    void loopsAreAConcernBelowSixInTenOrWhereUrgentOnesAreLate() {
        assertThat(loops(Rate.of(6, 10), 0)).isEmpty();
        assertThat(loops(Rate.of(2, 4), 0)).isEmpty();
        assertThat(loops(Rate.of(5, 10), 0).getFirst().now()).isEqualTo("0.5000");
        Headline late = loops(Rate.of(4, 4), 1).getFirst();
        assertThat(late.ruleId()).isEqualTo("VOC-H6");
        assertThat(late.now()).isNull();
    }

    private static List<Headline> nps(Sample now, Sample before) {
        return Headlines.of(nothingSaid(), now, before, List.of(), ALL_CLOSED, 0);
    }

    private static List<Headline> loops(Rate closure, int urgent) {
        Sample none = Sample.nps(0, 0, 0);
        return Headlines.of(nothingSaid(), none, none, List.of(), closure, urgent);
    }

    private static SentimentReport nothingSaid() {
        LocalDate day = LocalDate.parse("2026-06-01");
        return new SentimentReport(
                null,
                null,
                new Period(day, day.plusDays(1)),
                new Counts(0, 0, 0, List.of(), 0, 0, List.of(), List.of(), List.of()),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                new Evidence(day, null, List.of(), "p", 0, 0, 0, null, "current", Instant.EPOCH),
                List.of(),
                null);
    }
}
