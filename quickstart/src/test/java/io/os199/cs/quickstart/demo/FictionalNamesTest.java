package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Locale;
import java.util.stream.IntStream;

final class FictionalNamesTest {
    @Test
    void noTwoOfAHundredThousandCompaniesShareANameOrADomain() {
        for (long seed : new long[] {199, -1, Long.MAX_VALUE}) {
            assertThat(
                            IntStream.range(0, FictionalNames.LIMIT)
                                    .mapToObj(client -> FictionalNames.company(seed, client))
                                    .map(name -> name.toLowerCase(Locale.ROOT))
                                    .distinct())
                    .hasSize(FictionalNames.LIMIT);
            assertThat(
                            IntStream.range(0, FictionalNames.LIMIT)
                                    .mapToObj(
                                            client ->
                                                    FictionalNames.domain(
                                                            FictionalNames.company(seed, client)))
                                    .distinct())
                    .hasSize(FictionalNames.LIMIT)
                    .allMatch(domain -> domain.matches("[a-z-]+\\.example"));
        }
    }

    @Test
    void differentNumbersAreDifferentPersons() {
        assertThat(
                        IntStream.range(0, FictionalNames.personCount())
                                .mapToObj(FictionalNames::person)
                                .distinct())
                .hasSize(FictionalNames.personCount());
    }

    @Test
    void aCompanyIsOfTheIndustryOfItsName() {
        for (int client = 3; client < 500; client++) {
            if (FictionalNames.company(199, client).endsWith(" Hotels")) {
                assertThat(FictionalNames.industry(199, client)).isEqualTo("Hospitality");
            }
        }
        assertThat(
                        IntStream.range(0, 500)
                                .mapToObj(c -> FictionalNames.industry(199, c))
                                .distinct())
                .hasSize(16);
    }
}
