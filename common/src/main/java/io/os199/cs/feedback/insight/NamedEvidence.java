package io.os199.cs.feedback.insight;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Code;
import io.os199.cs.platform.answer.Refusal.Fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The evidence that a caller names, with what exists of it.
 *
 * @param known ids of feedback that exist
 * @param found for each reference to a client, the clients that it names
 */
record NamedEvidence(
        List<String> feedbackIds,
        Collection<String> known,
        List<String> references,
        List<List<ClientRef>> found) {
    private static final int MOST_NAMED = 20;

    /** Returns each client once; a refusal lists everything named that does not exist. */
    Answer<List<String>> clientIds() {
        List<Fault> unknown = new ArrayList<>();
        Set<String> there = new HashSet<>(known);
        List<String> missing = feedbackIds.stream().filter(id -> !there.contains(id)).toList();
        if (!missing.isEmpty()) {
            unknown.add(
                    new Fault(
                            "supporting_feedback_ids",
                            "no feedback has %s".formatted(listed(missing)),
                            "feedback_ids of collect_feedback or analyze_feedback_sentiment"));
        }
        List<String> nobody = places(0);
        if (!nobody.isEmpty()) {
            unknown.add(
                    new Fault(
                            "affected_client_ids",
                            "no client has what %s says as its id, external id or name"
                                    .formatted(listed(nobody)),
                            "clients' ids, external ids or exact names"));
        }
        if (!unknown.isEmpty()) {
            return Answer.refused(notFound(unknown));
        }
        List<String> several = places(2);
        if (!several.isEmpty()) {
            return Answer.refused(
                    Refusal.of(
                                    Code.AMBIGUOUS_REFERENCE,
                                    "%s is the name of one client and the external id of another"
                                            .formatted(listed(several)))
                            .field("affected_client_ids")
                            .expected("the client_id of the one that is meant"));
        }
        return Answer.of(
                found.stream().map(each -> each.getFirst().clientId()).distinct().toList());
    }

    /** Returns the references that name so many clients; 2 stands for two or more. */
    private List<String> places(int count) {
        List<String> places = new ArrayList<>();
        for (int place = 0; place < references.size(); place++) {
            if (Math.min(found.get(place).size(), 2) == count) {
                places.add("affected_client_ids[%d]".formatted(place));
            }
        }
        return places;
    }

    private static String listed(List<String> texts) {
        int more = texts.size() - MOST_NAMED;
        return texts.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static Refusal notFound(List<Fault> unknown) {
        Refusal all = Refusal.invalid(unknown);
        return new Refusal(
                Code.NOT_FOUND,
                all.message(),
                all.field(),
                all.expected(),
                "Nothing is stored",
                false,
                null,
                all.suggestions(),
                all.faults(),
                null);
    }
}
