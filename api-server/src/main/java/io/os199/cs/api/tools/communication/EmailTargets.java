package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.campaign.MailCampaigns;
import io.os199.cs.communication.campaign.MailTarget;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.listing.ClientList;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds the clients and the segment that a mail's criteria name. */
final class EmailTargets {
    private static final int MOST_FAULTS = 20;

    private final ClientDirectory clients;

    EmailTargets(ClientDirectory clients) {
        this.clients = clients;
    }

    Answer<MailTarget> of(Transaction tx, EmailInput input) {
        return clientIds(tx, "target_client_ids", input.targetClientIds())
                .then(
                        ids ->
                                segment(tx, input.targetSegment())
                                        .map(
                                                segment ->
                                                        target(
                                                                input,
                                                                ids.isEmpty() ? null : ids,
                                                                segment.isEmpty()
                                                                        ? null
                                                                        : segment)));
    }

    private static MailTarget target(
            EmailInput input, @Nullable List<String> clientIds, @Nullable String segmentId) {
        return new MailTarget(
                clientIds,
                null,
                segmentId,
                input.targetTier(),
                null,
                input.targetLifecycleStage(),
                input.targetHealthBand(),
                input.recipientScope(),
                Objects.requireNonNullElse(input.recipientRoles(), List.of()),
                input.includeInactive());
    }

    /** The ids of the clients; references that match no client, or two, are reported together. */
    Answer<List<String>> clientIds(
            Transaction tx, String field, @Nullable List<String> references) {
        if (references == null) {
            return Answer.of(List.of());
        }
        List<List<ClientRef>> found = clients.named(tx, references);
        List<String> ids = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            List<ClientRef> named = found.get(i);
            if (named.size() == 1) {
                ids.add(named.getFirst().clientId());
            } else if (faults.size() < MOST_FAULTS) {
                faults.add(fault(tx, field + "[" + i + "]", references.get(i), named));
            }
        }
        return faults.isEmpty()
                ? Answer.of(ids.stream().distinct().sorted().toList())
                : Answer.refused(Refusal.invalid(faults));
    }

    private Fault fault(Transaction tx, String field, String reference, List<ClientRef> named) {
        return named.isEmpty()
                ? new Fault(
                        field,
                        field
                                + " names no client by id, external id or exact name; find it with"
                                + " list_clients",
                        "a client's id, external id or exact name",
                        clients.nearest(tx, reference))
                : new Fault(
                        field,
                        field
                                + " is the name of one client and the external id of another; send"
                                + " the client_id of the one that is meant",
                        "the client_id of the one that is meant",
                        ClientDirectory.suggestions(named));
    }

    /** The id of the segment that {@code target_segment} names; blank where none is asked for. */
    static Answer<String> segment(Transaction tx, @Nullable String reference) {
        if (reference == null) {
            return Answer.of("");
        }
        List<String> found = MailCampaigns.segments(tx, reference);
        return switch (found.size()) {
            case 1 -> Answer.of(found.getFirst());
            case 0 ->
                    Answer.refused(
                            ClientList.unknownSegment(tx, reference)
                                    .orElseThrow()
                                    .field("target_segment"));
            default ->
                    found.getFirst().equals(reference)
                            ? Answer.of(reference)
                            : Answer.refused(
                                    Refusal.of(
                                                    Refusal.Code.AMBIGUOUS_REFERENCE,
                                                    "Several segments have this name: send the"
                                                            + " segment_id")
                                            .field("target_segment")
                                            .suggestions(
                                                    found.stream()
                                                            .map(
                                                                    each ->
                                                                            new Refusal.Suggestion(
                                                                                    each, null))
                                                            .toList()));
        };
    }
}
