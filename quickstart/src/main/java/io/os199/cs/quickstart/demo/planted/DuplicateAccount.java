package io.os199.cs.quickstart.demo.planted;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** One company, entered twice: under almost the same name, with the same domain and the same people. */
final class DuplicateAccount implements Truth {
    private static final int SECOND_AGE_DAYS = 95;

    private static final Role FIRST = new Entry("Twinpeak Example Foods", 8, 730, Optional.empty());
    private static final Role SECOND =
            new Entry("Twinpeak Example Foods Inc", 4, SECOND_AGE_DAYS, Optional.of(FIRST));

    private record Entry(String name, int seats, int ageDays, Optional<Role> sameContactsAs)
            implements Role {
        @Override
        public String domain() {
            return "twinpeak-example-foods.example";
        }

        @Override
        public String industry() {
            return "Agriculture";
        }

        @Override
        public String tier() {
            return "standard";
        }
    }

    @Override
    public String key() {
        return "duplicate_account";
    }

    @Override
    public String what() {
        return "One company is there twice: almost the same name, the same domain, the same"
                + " people.";
    }

    @Override
    public LocalDate since(LocalDate today) {
        return today.minusDays(SECOND_AGE_DAYS);
    }

    @Override
    public String expected() {
        return "register_client of another with a name like it and the same domain: both as"
                + " possible duplicates; list_clients by a part of the name: both;"
                + " get_client_overview of a part of the name: refused, with both as candidates;"
                + " by its whole name each answers for itself";
    }

    @Override
    public String evidence() {
        return """
        select count(*) as shared_addresses, min(split_part(a.email, '@', 2)) as domain,
            round(max(similarity(n.name, o.name))::numeric, 2) as similarity_of_names
        from contacts a join contacts b on lower(b.email) = lower(a.email)
        join client_names n on n.client_id = a.client_id
        join client_names o on o.client_id = b.client_id
        where a.client_id = :client and b.client_id = :other
        """;
    }

    @Override
    public List<Role> roles() {
        return List.of(FIRST, SECOND);
    }
}
