package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Customers who write in German or Japanese, in tickets, surveys and feedback. */
final class ForeignLanguages implements Truth {
    private static final int AGE_DAYS = 820;

    private record Speaker(
            String name, String domain, String industry, String tier, int seats, Wording words)
            implements Role {
        @Override
        public int ageDays() {
            return AGE_DAYS;
        }

        @Override
        public Optional<Wording> wording() {
            return Optional.of(words);
        }

        /** Raised, so that there is enough to read. */
        @Override
        public double ticketRate(int daysAgo) {
            return 2;
        }
    }

    private static final List<Role> SPEAKERS =
            List.of(
                    new Speaker(
                            "Musterwerk Beispielbau GmbH",
                            "musterwerk-beispielbau.example",
                            "Construction",
                            "professional",
                            14,
                            German.WORDING),
                    new Speaker(
                            "見本製作所株式会社",
                            "mihon-seisakusho.example",
                            "Manufacturing",
                            "professional",
                            12,
                            Japanese.WORDING));

    @Override
    public String key() {
        return "foreign_languages";
    }

    @Override
    public String what() {
        return "The first of these customers writes German, the second Japanese.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(AGE_DAYS);
    }

    @Override
    public String expected() {
        return "every tool that shows or judges a customer's words: quoted whole; sentiment in the"
                + " language, or a data gap";
    }

    @Override
    public String evidence() {
        return """
        select count(*) filter (where client_id = :client) as german_tickets,
            count(*) filter (where client_id = :other) as japanese_tickets,
            count(*) filter (where client_id = :other and description_text ~ '[ぁ-んァ-ヶ一-龠]') as with_japanese_characters
        from tickets where client_id in (:client, :other)
        """;
    }

    @Override
    public List<Role> roles() {
        return SPEAKERS;
    }
}
