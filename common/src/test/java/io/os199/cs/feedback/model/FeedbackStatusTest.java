package io.os199.cs.feedback.model;

import static io.os199.cs.feedback.model.FeedbackStatus.CLOSED;
import static io.os199.cs.feedback.model.FeedbackStatus.DECLINED;
import static io.os199.cs.feedback.model.FeedbackStatus.IN_PROGRESS;
import static io.os199.cs.feedback.model.FeedbackStatus.NEW;
import static io.os199.cs.feedback.model.FeedbackStatus.PLANNED;
import static io.os199.cs.feedback.model.FeedbackStatus.SHIPPED;
import static io.os199.cs.feedback.model.FeedbackStatus.TRIAGED;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeedbackStatusTest {
    @Test
    void feedbackGoesForwardOnly() {
        assertThat(NEW.next())
                .containsExactly(TRIAGED, PLANNED, IN_PROGRESS, SHIPPED, DECLINED, CLOSED);
        assertThat(TRIAGED.next()).containsExactly(PLANNED, IN_PROGRESS, SHIPPED, DECLINED, CLOSED);
        assertThat(PLANNED.next()).containsExactly(IN_PROGRESS, SHIPPED, DECLINED);
        assertThat(IN_PROGRESS.next()).containsExactly(SHIPPED, DECLINED);
        assertThat(SHIPPED.next()).containsExactly(CLOSED);
        assertThat(DECLINED.next()).containsExactly(CLOSED);
        assertThat(CLOSED.next()).isEmpty();
    }

    @Test
    void whatMayBecomeAStatusIsWhatItMayFollow() {
        assertThat(TRIAGED.before()).containsExactly(NEW);
        assertThat(SHIPPED.before()).containsExactly(NEW, TRIAGED, PLANNED, IN_PROGRESS);
        assertThat(CLOSED.before()).containsExactly(NEW, TRIAGED, SHIPPED, DECLINED);
        assertThat(NEW.before()).isEmpty();
    }
}
