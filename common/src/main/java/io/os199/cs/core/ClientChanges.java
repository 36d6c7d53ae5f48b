package io.os199.cs.core;

import io.os199.cs.core.ClientWriteDao.Edited;
import io.os199.cs.core.ContractChanges.Plan;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Clearable;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.ClientUpdate;
import io.os199.cs.core.model.Contact;
import io.os199.cs.core.model.ContactFields;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.Json;
import io.os199.cs.platform.text.PersonalData;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Changes the facts of a client, its contracts and its contacts, guarded by the version that the caller saw. */
public final class ClientChanges {
    private static final String TOOL = "update_client_info";

    private final Contracts contracts;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final Clock clock;

    public ClientChanges(Contracts contracts, Timeline timeline, AuditLog auditLog, Clock clock) {
        this.contracts = contracts;
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.clock = clock;
    }

    /** The client after an update, what changed, and what else the update caused. */
    public record Updated(ClientRecord client, List<Changed> changed, List<UpdateEffect> effects) {}

    /** The content of a conflict: the current version, and what differs from what was sent. */
    public record Newer(int version, List<Changed> differing) {}

    /** Finds what is wrong with an update regardless of what is stored. */
    public static List<Fault> faults(ClientUpdate update, LocalDate today) {
        return UpdateFaults.of(update, today);
    }

    /** Updates in the caller's transaction; of two concurrent updates with the same version, one is refused. */
    public Answer<Updated> update(Transaction tx, ClientRef ref, ClientUpdate update, Actor actor) {
        Instant now = StoredTime.now(clock);
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        ClientWriteDao dao = tx.dao(ClientWriteDao.class);
        String attributes = dao.lock(ref.clientId());
        ClientRecord client = tx.dao(ClientDao.class).record(ref.clientId(), today);

        Answer<Plan> contract = ContractChanges.plan(contracts, tx, client, update, today);
        Optional<Contact> known = contact(dao, client, update);
        List<Fault> faults = UpdateFaults.of(update, today);
        if (contract instanceof Answer.Ok<Plan>(Plan plan)) {
            faults.addAll(plan.faults());
            plan.churnFault(contracts, tx, client).ifPresent(faults::add);
        }
        contactFault(update, known).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        Edit edit = new Edit(client, update, attributes, known, contract);
        if (client.version() != update.version()) {
            return Answer.refused(stale(client, update, edit.changed));
        }
        if (client.status() == ClientStatus.CHURNED) {
            return Answer.refused(churned(client));
        }
        return contract.then(plan -> apply(tx, dao, edit, plan, actor, now));
    }

    private Answer<Updated> apply(
            Transaction tx, ClientWriteDao dao, Edit edit, Plan plan, Actor actor, Instant now) {
        ClientRecord client = edit.client;
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (edit.changed.isEmpty()) {
            return Answer.of(new Updated(client, List.of(), List.of()));
        }
        Optional<Refusal> taken = rename(tx, dao, edit, now);
        if (taken.isPresent()) {
            return Answer.refused(taken.get());
        }
        dao.edit(edit.edited, now);
        List<UpdateEffect> effects = new ArrayList<>();
        List<String> objectIds = new ArrayList<>(List.of(client.clientId()));
        plan.apply(contracts, tx, client.clientId(), edit.edited.tier(), now)
                .ifPresent(
                        applied -> {
                            effects.addAll(applied.effects());
                            objectIds.add(applied.contract().contractId());
                            timeline.record(
                                    tx,
                                    UpdateEvents.ofContract(
                                            timeline, client, applied, edit.changed, actor, now));
                        });
        if (edit.isTierChanged()) {
            effects.add(features(dao, client.clientId(), client.tier(), edit.edited.tier(), today));
        }
        Contact person = edit.contact;
        if (person != null && edit.isContactChanged()) {
            if (person.isPrimary()) {
                dao.leaveNoOtherPrimary(client.clientId(), person.contactId(), now);
            }
            dao.put(client.clientId(), person, now);
            effects.add(new UpdateEffect(edit.contactEffect(), person.contactId()));
            objectIds.add(person.contactId());
        }
        timeline.record(
                tx,
                UpdateEvents.ofProfile(
                        timeline, client, edit.changed, edit.update.reason(), actor, now));
        auditLog.record(tx, AuditEntry.done(actor, TOOL, edit.action(), objectIds));
        ClientRecord after = tx.dao(ClientDao.class).record(client.clientId(), today);
        plan.firstDay(after).ifPresent(effects::add);
        ownerKept(tx, client, after).ifPresent(effects::add);
        return Answer.of(new Updated(after, edit.changed, effects));
    }

    private static Optional<Refusal> rename(
            Transaction tx, ClientWriteDao dao, Edit edit, Instant now) {
        Edited edited = edit.edited;
        boolean same =
                edited.name().equals(edit.client.clientName())
                        && Objects.equals(edited.externalId(), edit.client.externalId());
        if (same) {
            return Optional.empty();
        }
        Optional<Refusal> holder =
                tx.dao(RegistrationDao.class).holders(edited.name(), edited.externalId()).stream()
                        .filter(other -> !other.clientId().equals(edited.clientId()))
                        .findFirst()
                        .map(other -> Registration.taken(other, edited.name()));
        if (holder.isPresent()) {
            return holder;
        }
        boolean renamed = dao.rename(edited.clientId(), edited.name(), edited.externalId(), now);
        return renamed ? Optional.empty() : Optional.of(takenMeanwhile());
    }

    private static Refusal takenMeanwhile() {
        return Refusal.conflict(
                        "client_name or external_id was taken by another client a moment ago; send"
                                + " the call again to see by which")
                .retryAfter(1);
    }

    private static Optional<Contact> contact(
            ClientWriteDao dao, ClientRecord client, ClientUpdate update) {
        ContactFields fields = update.contact();
        return fields == null ? Optional.empty() : dao.contact(client.clientId(), fields.email());
    }

    private static Optional<Fault> contactFault(ClientUpdate update, Optional<Contact> known) {
        ContactFields fields = update.contact();
        boolean nameless = fields != null && known.isEmpty() && fields.name() == null;
        return nameless
                ? Optional.of(
                        new Fault(
                                "contact.name",
                                "no contact of this client has contact.email; send contact.name to"
                                        + " add the person",
                                "the person's name"))
                : Optional.empty();
    }

    private static Refusal stale(
            ClientRecord client, ClientUpdate update, List<Changed> differing) {
        return Refusal.stale(client.clientName(), update.version(), client.version(), null)
                .detail(new Newer(client.version(), differing));
    }

    private static Refusal churned(ClientRecord client) {
        return Refusal.failedPrecondition(
                        client.clientName() + " has churned; nothing of it is changed here")
                .hint("Bring it back first with manage_lifecycle_stages");
    }

    private static UpdateEffect features(
            ClientWriteDao dao, String clientId, Tier from, Tier to, LocalDate today) {
        ClientWriteDao.Available available = dao.featuresOf(clientId, from, to, today);
        int more = Math.abs(available.after() - available.before());
        String what = more == 1 ? "1 feature" : more + " features";
        String becomes = more == 1 ? "becomes available" : "become available";
        String ceases = more == 1 ? "is no longer available" : "are no longer available";
        return new UpdateEffect(
                UpdateEffect.Kind.FEATURES_AVAILABLE,
                "%s %s, %d in all"
                        .formatted(
                                what,
                                to.compareTo(from) > 0 ? becomes : ceases,
                                available.after()));
    }

    /** Names the open work that a change of CSM leaves with who was it: that is changed where it is kept. */
    private static Optional<UpdateEffect> ownerKept(
            Transaction tx, ClientRecord before, ClientRecord after) {
        String csm = before.csmAssigned();
        if (csm == null || csm.equalsIgnoreCase(after.csmAssigned())) {
            return Optional.empty();
        }
        return tx.dao(OwnedWorkDao.class)
                .of(before.clientId(), csm)
                .described()
                .map(
                        work ->
                                new UpdateEffect(
                                        UpdateEffect.Kind.OWNER_KEPT,
                                        "still with " + csm + ": " + work));
    }

    /** The client as an update makes it, and how that differs from what is stored. */
    private static final class Edit {
        final ClientRecord client;
        final ClientUpdate update;
        final Edited edited;
        final @Nullable Contact contact;
        final List<Changed> changed;
        private final Optional<Contact> known;

        Edit(
                ClientRecord client,
                ClientUpdate update,
                String attributes,
                Optional<Contact> known,
                Answer<Plan> contract) {
            this.client = client;
            this.update = update;
            this.known = known;
            Map<String, Object> before = custom(attributes);
            Map<String, Object> after = new TreeMap<>(before);
            update.attributes()
                    .forEach(
                            (key, value) -> {
                                if (value.isEmpty()) {
                                    after.remove(key);
                                } else {
                                    after.put(key, value);
                                }
                            });
            this.edited = edited(client, update, after);
            ContactFields fields = update.contact();
            this.contact =
                    fields == null
                            ? null
                            : known.map(fields::change)
                                    .orElseGet(() -> fields.open(TypeId.next("contact")));
            this.changed = changed(before, after, contract);
        }

        boolean isTierChanged() {
            return edited.tier() != client.tier();
        }

        boolean isContactChanged() {
            return changed.stream().anyMatch(each -> each.field().startsWith(Changed.CONTACT));
        }

        UpdateEffect.Kind contactEffect() {
            boolean left = update.contact() != null && update.contact().leftOn() != null;
            if (known.isEmpty()) {
                return UpdateEffect.Kind.CONTACT_CREATED;
            }
            return left ? UpdateEffect.Kind.CONTACT_LEFT : UpdateEffect.Kind.CONTACT_CHANGED;
        }

        /** Describes the update by the names of the fields, never their values. */
        String action() {
            String fields = String.join(" ", changed.stream().map(Changed::field).toList());
            String reason = update.reason();
            return "update "
                    + fields
                    + (reason == null ? "" : "; reason: " + PersonalData.blankContacts(reason));
        }

        private List<Changed> changed(
                Map<String, Object> before, Map<String, Object> after, Answer<Plan> contract) {
            Changes changes = new Changes();
            changes.compare("client_name", client.clientName(), edited.name());
            changes.compare("company_name", client.companyName(), edited.companyName());
            changes.compare("external_id", client.externalId(), edited.externalId());
            changes.compare("industry", client.industry(), edited.industry());
            changes.compare("tier", client.tier(), edited.tier());
            if (contract instanceof Answer.Ok<Plan>(Plan plan)) {
                plan.compare(changes);
            }
            if (contact != null) {
                compareContact(changes, contact);
            }
            changes.compare("csm_assigned", client.csmAssigned(), edited.csm());
            changes.compare("status", client.status(), edited.status());
            changes.compare("tags", client.tags(), edited.tags());
            TreeMap<String, Object> keys = new TreeMap<>(before);
            keys.putAll(after);
            for (String key : keys.keySet()) {
                changes.compare(Changed.ATTRIBUTE + key, before.get(key), after.get(key));
            }
            return changes.all();
        }

        private void compareContact(Changes changes, Contact now) {
            Contact was = known.orElse(null);
            String contact = Changed.CONTACT;
            changes.compare(contact + "email", was == null ? null : was.email(), now.email());
            changes.compare(contact + "name", was == null ? null : was.name(), now.name());
            changes.compare(contact + "title", was == null ? null : was.title(), now.title());
            changes.compare(contact + "role", was == null ? null : was.role(), now.role());
            changes.compare(
                    contact + "is_primary", was == null ? null : was.isPrimary(), now.isPrimary());
            changes.compare(contact + "left_on", null, day(now.leftCompanyAt()));
        }

        private static @Nullable LocalDate day(@Nullable Instant instant) {
            return instant == null ? null : LocalDate.ofInstant(instant, ZoneOffset.UTC);
        }

        @SuppressWarnings("unchecked") // Keys of a JSON object are texts.
        private static Map<String, Object> custom(String attributes) {
            return new TreeMap<>((Map<String, Object>) Json.read(attributes, Map.class));
        }

        private static Edited edited(
                ClientRecord client, ClientUpdate update, Map<String, Object> attributes) {
            List<String> tags = new ArrayList<>(client.tags());
            update.tagsAdd().stream().filter(tag -> !tags.contains(tag)).forEach(tags::add);
            tags.removeAll(update.tagsRemove());
            return new Edited(
                    client.clientId(),
                    update.clientName() == null ? client.clientName() : update.clientName(),
                    update.companyName() == null ? client.companyName() : update.companyName(),
                    value(update, Clearable.EXTERNAL_ID, update.externalId(), client.externalId()),
                    value(update, Clearable.INDUSTRY, update.industry(), client.industry()),
                    update.tier() == null ? client.tier() : update.tier(),
                    value(update, Clearable.CSM_ASSIGNED, update.csm(), client.csmAssigned()),
                    update.status() == null ? client.status() : update.status(),
                    tags,
                    Json.write(attributes));
        }

        private static @Nullable String value(
                ClientUpdate update,
                Clearable field,
                @Nullable String sent,
                @Nullable String stored) {
            if (update.clears(field)) {
                return null;
            }
            return sent == null ? stored : sent;
        }
    }
}
