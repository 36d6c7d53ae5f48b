package io.os199.cs.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Locale;
import java.util.stream.IntStream;

final class NamesTest {
    @Test
    void noTwoOfAHundredThousandCompaniesShareANameOrADomain() {
        for (long seed : new long[] {199, -1, Long.MAX_VALUE}) {
            assertThat(
                            IntStream.range(0, Names.LIMIT)
                                    .mapToObj(client -> Names.company(seed, client))
                                    .map(name -> name.toLowerCase(Locale.ROOT))
                                    .distinct())
                    .hasSize(Names.LIMIT);
            assertThat(
                            IntStream.range(0, Names.LIMIT)
                                    .mapToObj(client -> Names.domain(Names.company(seed, client)))
                                    .distinct())
                    .hasSize(Names.LIMIT)
                    .allMatch(domain -> domain.matches("[a-z-]+\\.example"));
        }
    }

    @Test
    void differentNumbersAreDifferentPersons() {
        assertThat(IntStream.range(0, Names.personCount()).mapToObj(Names::person).distinct())
                .hasSize(Names.personCount());
    }

    @Test
    void aCompanyIsOfTheIndustryOfItsName() {
        for (int client = 3; client < 500; client++) {
            if (Names.company(199, client).endsWith(" Hotels")) {
                assertThat(Names.industry(199, client)).isEqualTo("Hospitality");
            }
        }
        assertThat(IntStream.range(0, 500).mapToObj(c -> Names.industry(199, c)).distinct())
                .hasSize(16);
    }
}
