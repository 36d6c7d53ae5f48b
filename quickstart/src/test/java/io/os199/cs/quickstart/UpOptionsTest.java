package io.os199.cs.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

final class UpOptionsTest {
    private static final Path HOME = Path.of("/home/of/the/product");

    @Test
    void withoutArgumentsThereIsACompanyOfTwoHundredClientsAndTwoYears() {
        assertThat(parse(""))
                .isEqualTo(
                        new UpOptions(
                                new Ports(8080),
                                200,
                                730,
                                199,
                                false,
                                HOME.resolve(".quickstart")));
    }

    @Test
    void everyOptionIsTakenInAnyOrderWithOrWithoutAnEqualsSign() {
        UpOptions asked = new UpOptions(new Ports(9000), 500, 1_460, 7, true, Path.of("/a/folder"));
        assertThat(
                        parse(
                                "--port 9000 --clients 500 --days 1460 --seed 7 --fresh --data"
                                        + " /a/folder"))
                .isEqualTo(asked);
        assertThat(
                        parse(
                                "--data=/a/b/../folder --seed=7 --fresh --days=1460 --clients=500"
                                        + " --port=9000"))
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "--clients, 0, 100000",
        "--days, 365, 3650",
        "--seed, 0, 999999999",
        "--port, 1104, 65533"
    })
    void aNumberHasItsLimitsAndWhoLeavesThemIsToldThem(String option, int lowest, int highest) {
        assertThat(parse(option + " " + lowest)).isNotEqualTo(parse(option + " " + highest));
        for (String wrong :
                List.of(
                        Integer.toString(lowest - 1),
                        Integer.toString(highest + 1),
                        "99999999999999999999",
                        "many",
                        "1.5",
                        "--fresh")) {
            assertThatThrownBy(() -> parse(option + " " + wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "%s takes a number from %d to %d, not '%s'",
                            option, lowest, highest, wrong);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--clients, --clients takes a number from 0 to 100000",
                "--days=, --days takes a number from 365 to 3650",
                "--data, --data takes a folder",
                "--data --fresh, --data takes a folder"
            })
    void aMissingValueIsSaidWithWhatItMayBe(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message + ", not '");
    }

    @ParameterizedTest
    @CsvSource({"--client 5, --client", "5, 5", "--fresh=yes, yes"})
    void anUnknownWordIsToldWhatThereIs(String arguments, String word) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no such option: " + word + ";")
                .hasMessageContainingAll("--clients", "--days", "--seed", "--data", "--fresh");
    }

    private static UpOptions parse(String arguments) {
        return UpOptions.parse(
                arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")), HOME);
    }
}
