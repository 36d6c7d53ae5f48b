package io.os199.cs.core;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.Doing;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.NewClient;
import io.os199.cs.core.model.PossibleDuplicate;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates a client with its primary contact and its first contract. */
public final class Registration {
    private static final String TOOL = "register_client";

    private final Contracts contracts;
    private final Timeline timeline;
    private final AuditLog auditLog;
    private final Clock clock;
    private final Set<String> freeMailDomains;

    /** @param freeMailDomains domains that say nothing about the company behind an address */
    public Registration(
            Contracts contracts,
            Timeline timeline,
            AuditLog auditLog,
            Clock clock,
            Collection<String> freeMailDomains) {
        this.contracts = contracts;
        this.timeline = timeline;
        this.auditLog = auditLog;
        this.clock = clock;
        this.freeMailDomains =
                freeMailDomains.stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** What a registration created. */
    public record Registered(
            ClientRecord client,
            @Nullable String contactId,
            @Nullable Contract contract,
            List<PossibleDuplicate> possibleDuplicates) {}

    /** Returns possible duplicates of the client, or why it would be refused; writes nothing. */
    public Answer<List<PossibleDuplicate>> preview(Transaction tx, NewClient client) {
        List<Fault> faults = faults(tx, client);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        Optional<Refusal> taken = taken(tx, client);
        return taken.<Answer<List<PossibleDuplicate>>>map(Answer::refused)
                .orElseGet(() -> Answer.of(duplicates(tx, client)));
    }

    /**
     * Registers the client in the caller's transaction. Of two concurrent registrations with the same name, one is
     * refused.
     */
    public Answer<Registered> register(Transaction tx, NewClient client, Actor actor) {
        List<Fault> faults = faults(tx, client);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        Instant now = StoredTime.now(clock);
        String clientId = TypeId.next("client");
        RegistrationDao dao = tx.dao(RegistrationDao.class);
        if (dao.take(clientId, client.clientName(), client.externalId(), now) == 0) {
            return Answer.refused(taken(tx, client).orElseGet(Registration::justFreed));
        }
        List<PossibleDuplicate> duplicates = duplicates(tx, client);
        dao.insert(clientId, client, actor.principal(), now);
        String contactId = insertContact(dao, clientId, client, now);
        Contract contract =
                client.contract().isEmpty()
                        ? null
                        : contracts.open(tx, clientId, client.contract(), client.tier(), now);
        timeline.record(tx, events(clientId, client, contract, actor, now));
        audit(tx, actor, clientId, contactId, contract);
        ClientRecord registered = tx.dao(ClientDao.class).record(clientId, day(now));
        return Answer.of(new Registered(registered, contactId, contract, duplicates));
    }

    /** Finds every fault of the arguments that their types do not reveal. */
    public List<Fault> faults(Transaction tx, NewClient client) {
        List<Fault> faults = new ArrayList<>();
        if (client.contactEmail() == null) {
            needsAddress(faults, "primary_contact_name", client.contactName());
            needsAddress(faults, "primary_contact_title", client.contactTitle());
        }
        if (!client.contract().isEmpty()) {
            LocalDate today = day(clock.instant());
            faults.addAll(contracts.faults(tx, client.contract().open("", client.tier(), today)));
        }
        return faults;
    }

    private static void needsAddress(List<Fault> faults, String field, @Nullable String value) {
        if (value != null) {
            faults.add(
                    new Fault(
                            field,
                            field + " needs primary_contact_email; send both, or leave it out",
                            "absent, or sent with primary_contact_email"));
        }
    }

    private static Optional<Refusal> taken(Transaction tx, NewClient client) {
        return tx
                .dao(RegistrationDao.class)
                .holders(client.clientName(), client.externalId())
                .stream()
                .findFirst()
                .map(holder -> taken(holder, client.clientName()));
    }

    static Refusal taken(ClientRef holder, String name) {
        boolean byName = holder.clientName().strip().equalsIgnoreCase(name.strip());
        String what = byName ? "client_name" : "external_id";
        return Refusal.conflict(
                        "%s is taken by %s (%s); change that one with update_client_info, or send another"
                                .formatted(what, holder.clientName(), holder.clientId()))
                .field(what)
                .suggestions(List.of(new Suggestion(holder.clientId(), holder.clientName())));
    }

    /** Refuses where the holder of the name was gone again between the two statements. */
    private static Refusal justFreed() {
        return Refusal.conflict("client_name or external_id was taken a moment ago; send it again")
                .retryAfter(1);
    }

    private List<PossibleDuplicate> duplicates(Transaction tx, NewClient client) {
        return tx.dao(RegistrationDao.class)
                .duplicates(client.clientName(), client.legalName(), companyDomain(client));
    }

    private @Nullable String companyDomain(NewClient client) {
        String email = client.contactEmail();
        if (email == null) {
            return null;
        }
        String domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return freeMailDomains.contains(domain) ? null : domain;
    }

    private static @Nullable String insertContact(
            RegistrationDao dao, String clientId, NewClient client, Instant now) {
        String email = client.contactEmail();
        if (email == null) {
            return null;
        }
        String contactId = TypeId.next("contact");
        dao.insertContact(
                clientId,
                contactId,
                client.contactName(),
                email,
                client.contactTitle(),
                ContactRole.DECISION_MAKER,
                true,
                now);
        return contactId;
    }

    private List<TimelineEvent> events(
            String clientId,
            NewClient client,
            @Nullable Contract contract,
            Actor actor,
            Instant now) {
        List<TimelineEvent> events = new ArrayList<>();
        events.add(
                new TimelineEvent(
                        clientId,
                        now,
                        timeline.newId(),
                        EventType.REGISTRATION,
                        "Client registered",
                        Map.of(
                                "tier", client.tier(),
                                "lifecycle_stage", client.lifecycleStage()),
                        Impact.POSITIVE,
                        true,
                        actor.principal(),
                        TOOL,
                        clientId));
        if (contract != null) {
            events.add(
                    ContractEvents.signed(
                            timeline.newId(), clientId, contract, new Doing(actor, TOOL, now)));
        }
        return events;
    }

    private void audit(
            Transaction tx,
            Actor actor,
            String clientId,
            @Nullable String contactId,
            @Nullable Contract contract) {
        List<String> objectIds = new ArrayList<>(List.of(clientId));
        if (contactId != null) {
            objectIds.add(contactId);
        }
        if (contract != null) {
            objectIds.add(contract.contractId());
        }
        auditLog.record(tx, AuditEntry.done(actor, TOOL, "register", objectIds));
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
