package io.os199.cs.feedback.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

class RoadmapStatusTest {
    @Test
    void anItemGoesForwardAndIsDeclinedUntilItIsShipped() {
        assertThat(next(RoadmapStatus.CONSIDERING))
                .containsExactly(
                        RoadmapStatus.PLANNED,
                        RoadmapStatus.IN_PROGRESS,
                        RoadmapStatus.SHIPPED,
                        RoadmapStatus.DECLINED);
        assertThat(next(RoadmapStatus.PLANNED))
                .containsExactly(
                        RoadmapStatus.IN_PROGRESS, RoadmapStatus.SHIPPED, RoadmapStatus.DECLINED);
        assertThat(next(RoadmapStatus.IN_PROGRESS))
                .containsExactly(RoadmapStatus.SHIPPED, RoadmapStatus.DECLINED);
        assertThat(next(RoadmapStatus.SHIPPED)).isEmpty();
        assertThat(next(RoadmapStatus.DECLINED)).isEmpty();
    }

    @Test
    void whatIsPlannedIsNotJustAnswered() {
        assertThat(ended(LoopOutcome.ANSWERED))
                .containsExactly(
                        FeedbackStatus.NEW,
                        FeedbackStatus.TRIAGED,
                        FeedbackStatus.SHIPPED,
                        FeedbackStatus.DECLINED);
        assertThat(ended(LoopOutcome.SHIPPED))
                .containsExactly(
                        FeedbackStatus.NEW,
                        FeedbackStatus.TRIAGED,
                        FeedbackStatus.PLANNED,
                        FeedbackStatus.IN_PROGRESS,
                        FeedbackStatus.SHIPPED);
        assertThat(ended(LoopOutcome.DECLINED))
                .containsExactly(
                        FeedbackStatus.NEW,
                        FeedbackStatus.TRIAGED,
                        FeedbackStatus.PLANNED,
                        FeedbackStatus.IN_PROGRESS,
                        FeedbackStatus.DECLINED);
    }

    private static List<RoadmapStatus> next(RoadmapStatus status) {
        return Arrays.stream(RoadmapStatus.values()).filter(status::mayBecome).toList();
    }

    private static List<FeedbackStatus> ended(LoopOutcome outcome) {
        Predicate<FeedbackStatus> ends = outcome::mayEnd;
        return Arrays.stream(FeedbackStatus.values()).filter(ends).toList();
    }
}
