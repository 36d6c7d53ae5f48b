package io.os199.cs.platform.paging;

import static org.assertj.core.api.Assertions.assertThat;

import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

final class CursorsTest {
    private record Query(Integer healthScoreMin, int limit, String cursor) {}

    private final TestClock clock = new TestClock("2026-07-01T12:00:00Z");
    private final Cursors cursors = new Cursors(new Sealer("a key of sixteen bytes"), clock);
    private final String digest = Cursors.digest("clients", new Query(65, 2, null));

    @Test
    void goesOnAfterTheRowItWasMadeOfWhateverTheLimit() {
        List<String> row = Arrays.asList(null, "72.50", "client_01jdzk3v8ve6kbs5sm8fr7qwsv");
        String cursor = cursors.after(digest, row);

        String again = Cursors.digest("clients", new Query(65, 50, cursor));

        assertThat(cursors.open(again, cursor)).isEqualTo(Answer.of(row));
    }

    @Test
    void isRefusedForOtherFilters() {
        String cursor = cursors.after(digest, List.of("a"));
        assertRefused(
                cursors.open(Cursors.digest("clients", new Query(60, 2, null)), cursor),
                "cursor was given out for other filters or another sort");
    }

    @Test
    void isRefusedWhenForged() {
        String cursor = cursors.after(digest, List.of("a"));
        String foreign =
                new Cursors(new Sealer("another key of 22 bytes"), clock)
                        .after(digest, List.of("a"));
        for (String forged : List.of("", "x", ".", foreign, cursor.replaceFirst("^.", "Z"))) {
            assertRefused(cursors.open(digest, forged), "cursor was not given out by this server");
        }
    }

    @Test
    void isGoodForADayAndNotLonger() {
        String cursor = cursors.after(digest, List.of("a"));
        clock.advance(Duration.ofHours(24));
        assertThat(cursors.open(digest, cursor)).isEqualTo(Answer.of(List.of("a")));
        clock.advance(Duration.ofMillis(1));
        assertRefused(cursors.open(digest, cursor), "cursor is older than 24 hours");
    }

    private static void assertRefused(Answer<?> answer, String message) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> {
                            Refusal refusal = refused.refusal();
                            assertThat(refusal.code()).isEqualTo(Refusal.Code.INVALID_ARGUMENT);
                            assertThat(refusal.field()).isEqualTo("cursor");
                            assertThat(refusal.message()).isEqualTo(message);
                            assertThat(refusal.hint()).isEqualTo("leave out cursor");
                        });
    }
}
