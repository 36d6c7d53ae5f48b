package io.os199.cs.ingest.kind;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All kinds, with those first that others refer to. */
public final class Kinds {
    private static final List<Kind> ALL =
            Stream.of(
                            ProductKinds.catalogue(),
                            PolicyKinds.all(),
                            SupportKinds.all(),
                            ProgrammeKinds.all(),
                            List.of(Clients.kind(), Contacts.kind(), Contracts.kind()),
                            ProductKinds.limits(),
                            List.of(
                                    Tickets.kind(),
                                    Touchpoints.kind(),
                                    SurveyResponses.kind(),
                                    Feedback.kind(),
                                    new UsageEvents()))
                    .flatMap(List::stream)
                    .toList();

    private Kinds() {}

    public static List<Kind> all() {
        return ALL;
    }

    public static Optional<Kind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    public static List<String> names() {
        return ALL.stream().map(Kind::name).toList();
    }
}
