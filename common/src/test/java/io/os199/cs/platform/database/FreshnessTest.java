package io.os199.cs.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FreshnessTest {
    private final Freshness freshness = new Freshness();

    @Test
    void isAsOldAsTheLatestEndThatIsReplayed() {
        freshness.primaryEnded(100, 1);
        freshness.primaryEnded(200, 2);
        freshness.primaryEnded(300, 3);

        assertThat(freshness.replayed(99)).isEmpty();
        assertThat(freshness.replayed(250)).hasValue(2);
        assertThat(freshness.replayed(250)).hasValue(2);
        assertThat(freshness.replayed(300)).hasValue(3);
    }

    @Test
    void isOfNowWhileThePrimaryIsIdle() {
        for (int second = 1; second < 1000; second++) {
            freshness.primaryEnded(100, second);
            assertThat(freshness.replayed(100)).hasValue(second);
        }
    }

    @Test
    void isOfTheLastMomentOfAnEndHoweverLongTheReplicaWasAway() {
        for (int second = 1; second < 1000; second++) {
            freshness.primaryEnded(100, second);
        }
        assertThat(freshness.replayed(100)).hasValue(999);
        for (int second = 1000; second < 2000; second++) {
            freshness.primaryEnded(second, second);
        }
        assertThat(freshness.replayed(1500)).hasValue(999);
        assertThat(freshness.replayed(1998)).hasValue(1998);
    }

    @Test
    void knowsNothingOfAnotherLog() {
        freshness.primaryEnded(100, 1);
        freshness.replayed(100);
        freshness.forget();
        assertThat(freshness.replayed(100)).isEmpty();
    }
}
