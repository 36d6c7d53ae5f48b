package io.os199.cs.communication.advocacy;

import io.os199.cs.communication.advocacy.AdvocateDao.ContactRow;
import io.os199.cs.communication.advocacy.AdvocateDao.Held;
import io.os199.cs.communication.model.AdvocateStatus;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.Personal;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Refusals concerning advocates, and what to send instead. */
final class AdvocacyRefusals {
    /** A contact of the client, masked for callers who may not see personal data. */
    record KnownContact(
            String contactId,
            @Nullable @Personal(Personal.Kind.NAME) String name,
            @Nullable @Personal(Personal.Kind.EMAIL) String email,
            @Nullable String title) {
        private static KnownContact of(ContactRow row) {
            return new KnownContact(
                    row.contactId(), shown(row.name()), row.email(), shown(row.title()));
        }

        private static @Nullable String shown(@Nullable String raw) {
            return raw == null ? null : UntrustedText.name(raw);
        }
    }

    /** The contacts of the client. */
    record KnownContacts(List<KnownContact> contacts) {
        private static KnownContacts of(List<ContactRow> rows) {
            return new KnownContacts(rows.stream().map(KnownContact::of).toList());
        }
    }

    /** A person who is already an advocate. */
    record Enrolled(String advocateId, AdvocateStatus status) {}

    /** The points left to spend. */
    record Balance(int availablePoints) {}

    private AdvocacyRefusals() {}

    static Refusal nobody(Enrollment order, List<ContactRow> contacts) {
        Refusal refusal =
                Refusal.notFound(
                                order.email() == null ? "contact_name" : "contact_email",
                                "nobody who is at the client is named so")
                        .expected("a contact of the client who has not left");
        return contacts.isEmpty()
                ? refusal.hint("The client has no contact; add one with update_client_info")
                : refusal.hint("contacts says whom the client has")
                        .detail(KnownContacts.of(contacts));
    }

    static Refusal several(List<ContactRow> contacts) {
        return Refusal.of(
                        Refusal.Code.AMBIGUOUS_REFERENCE,
                        "%d contacts of the client are named so".formatted(contacts.size()))
                .field("contact_name")
                .expected("contact_email, or contact_title beside it")
                .detail(KnownContacts.of(contacts));
    }

    static Refusal addressless(ContactRow contact) {
        return Refusal.failedPrecondition(
                        "the contact %s has no mail address, and an advocate needs one"
                                .formatted(contact.contactId()))
                .field("contact_name")
                .hint(
                        "update_client_info adds the person with an address; then name them by"
                                + " contact_email");
    }

    static Refusal churned() {
        return Refusal.failedPrecondition("the client has churned; nobody of it speaks for us")
                .field("client_id")
                .expected("a client that is active or paused");
    }

    static Refusal enrolled(AdvocateDao.Known known) {
        return Refusal.conflict(
                        "the contact is an advocate already: %s, %s"
                                .formatted(known.advocateId(), WireName.of(known.status())))
                .field("contact_email")
                .hint(
                        known.status() == AdvocateStatus.WITHDRAWN
                                ? "Bring them back with set_status, status active"
                                : "Look at them with get_advocate_profile")
                .detail(new Enrolled(known.advocateId(), known.status()));
    }

    static Refusal unknown() {
        return Refusal.notFound("advocate_id", "no advocate has this advocate_id")
                .expected("an advocate_id from list_advocates");
    }

    static Refusal stale(Held held, int sent) {
        return Refusal.stale(
                "the advocate",
                sent,
                held.version(),
                "%s, with %d points available"
                        .formatted(WireName.of(held.status()), held.points().available()));
    }

    static Refusal withdrawn(Held held) {
        return Refusal.failedPrecondition(
                        held.withdrawnOn() == null
                                ? "the advocate has withdrawn"
                                : "the advocate withdrew on " + held.withdrawnOn())
                .field("advocate_id")
                .hint("Bring them back with set_status, status active");
    }

    static Refusal tooFew(Held held, int points) {
        int available = held.points().available();
        return Refusal.failedPrecondition(
                        "%d points are more than the %d that are available"
                                .formatted(points, available))
                .field("points")
                .expected(available == 0 ? "no redemption now" : "1 to " + available)
                .detail(new Balance(available));
    }

    static Refusal unmoved(AdvocateStatus status) {
        return Refusal.failedPrecondition("the advocate is %s now".formatted(WireName.of(status)))
                .field("status")
                .expected("another status");
    }

    static Refusal unknownContribution() {
        return Refusal.notFound("contribution_id", "the advocate has no contribution with this id")
                .expected(
                        "a contribution_id from get_advocate_profile, not of a bonus or"
                                + " redemption");
    }

    static Refusal dealless() {
        return Refusal.failedPrecondition("the contribution names no deal yet")
                .field("deal_reference")
                .expected("deal_reference beside deal_outcome or deal_value_amount");
    }
}
