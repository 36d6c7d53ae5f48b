package io.os199.cs.feedback.voice.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.feedback.voice.Rate;
import io.os199.cs.feedback.voice.loop.LoopReader.Late;
import io.os199.cs.platform.answer.Recommendation;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** The rules at their bounds. */
class VoiceRulesTest {
    private static final Late NOTHING = new Late(0, List.of(), 0);
    private static final Rate NONE = Rate.of(0, 0);

    @Test
    void whatIsAtItsBoundIsGoodEnough() {
        assertThat(rules(NOTHING, Rate.of(5, 10), Rate.of(4, 20), Rate.of(5, 10))).isEmpty();
        assertThat(rules(NOTHING, Rate.of(49, 100), Rate.of(3, 20), Rate.of(4, 10)))
                .containsExactly("VOC-2", "VOC-3", "VOC-5");
    }

    @Test
    void ofTooFewNothingIsConcluded() {
        assertThat(rules(NOTHING, Rate.of(0, 4), Rate.of(0, 19), Rate.of(0, 4))).isEmpty();
        assertThat(rules(NOTHING, null, NONE, NONE)).isEmpty();
    }

    @Test
    void whatIsLateComesFirst() {
        assertThat(rules(new Late(2, List.of("f1", "f2"), 1), Rate.of(0, 5), NONE, NONE))
                .containsExactly("VOC-1", "VOC-4", "VOC-2");
    }

    private static List<String> rules(
            Late late, @Nullable Rate coverage, Rate response, Rate decision) {
        return VoiceRules.of(late, coverage, List.of("client_1"), response, decision).stream()
                .map(Recommendation::ruleId)
                .toList();
    }
}
