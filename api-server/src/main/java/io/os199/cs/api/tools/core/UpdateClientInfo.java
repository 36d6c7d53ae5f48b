package io.os199.cs.api.tools.core;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.ClientChanges;
import io.os199.cs.core.ClientChanges.Updated;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.Clearable;
import io.os199.cs.core.model.ClientStatus;
import io.os199.cs.core.model.ClientUpdate;
import io.os199.cs.core.model.ContactFields;
import io.os199.cs.core.model.ContactRole;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.PaymentStatus;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.UntrustedText;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

@ToolInfo(
        name = "update_client_info",
        title = "Update a client",
        description =
                "Changes the facts of one account, its contract or one contact. Stage: "
                        + "manage_lifecycle_stages; renewals: track_renewals; health is computed.",
        effect = Effect.WRITE,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class UpdateClientInfo implements Tool<UpdateClientInfo.Input, ClientChanges.Updated> {
    private static final int LONGEST_ATTRIBUTE = 500;

    /** The statuses that callers may set; a churn has a reason, a date and money attached. */
    public enum Status {
        ACTIVE,
        PAUSED
    }

    public record Input(
            String clientId,
            @Min(1) int version,
            @Nullable @Size(min = 1, max = 200) String clientName,
            @Nullable @Size(min = 1, max = 200) String companyName,
            @Nullable @Size(min = 1, max = 100) String externalId,
            @Nullable @Size(min = 1, max = 100) String industry,
            @Nullable Tier tier,
            @Nullable @Size(min = 1, max = 60) @Doc("When there are several") String contractId,
            @Nullable @Doc("Yearly, with amendments") BigDecimal contractValue,
            @Nullable LocalDate contractStartDate,
            @Nullable LocalDate contractEndDate,
            @Nullable LocalDate renewalDate,
            @Nullable @Min(1) @Max(1_000_000) Integer includedUsers,
            @Nullable Boolean autoRenew,
            @Nullable PaymentStatus paymentStatus,
            @Nullable @Doc("Known by email; a new one needs name") Person contact,
            @Nullable @Size(min = 1, max = 200) String csmAssigned,
            @Nullable @Doc("churned: with manage_lifecycle_stages") Status status,
            @Nullable @Size(max = 20) List<@Size(min = 1, max = 50) String> tagsAdd,
            @Nullable @Size(max = 20) List<@Size(min = 1, max = 50) String> tagsRemove,
            @Nullable @Size(max = 20) @Doc("Custom fields; empty removes")
                    List<Attribute> attributesSet,
            @Nullable List<Clearable> clearFields,
            @Nullable @Size(max = 300) String reason,
            @Nullable @Size(min = 1, max = 100) String idempotencyKey) {}

    public record Person(
            @Email @Size(max = 254) String email,
            @Nullable @Size(min = 1, max = 200) String name,
            @Nullable @Size(min = 1, max = 200) String title,
            @Nullable ContactRole role,
            @Nullable Boolean isPrimary,
            @Nullable LocalDate leftOn) {}

    public record Attribute(
            @Pattern(regexp = "[a-z][a-z0-9_]{0,49}") String key,
            @Size(max = LONGEST_ATTRIBUTE) String value) {}

    private final ClientDirectory directory;
    private final ClientChanges changes;
    private final ClientAnswers answers;

    public UpdateClientInfo(
            ClientDirectory directory, ClientChanges changes, ClientAnswers answers) {
        this.directory = directory;
        this.changes = changes;
        this.answers = answers;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        ClientChanges.faults(update(input), call.today()).stream()
                .filter(fault -> unread.isEmpty() || !fault.field().equals("client_id"))
                .forEach(faults::add);
        return faults;
    }

    /** Tries again after losing a name to another client at the last moment, to say which client has it. */
    @Override
    public Answer<Updated> call(Input input, Call call) {
        Answer<Updated> first = attempt(input, call);
        boolean lost = first instanceof Answer.Refused<Updated>(Refusal why) && why.retryable();
        return lost ? attempt(input, call) : first;
    }

    private Answer<Updated> attempt(Input input, Call call) {
        Actor actor = call.actor();
        return call.write(
                Updated.class,
                tx ->
                        directory
                                .resolve(tx, input.clientId())
                                .then(client -> changes.update(tx, client, update(input), actor))
                                .map(
                                        updated -> {
                                            answers.changed(tx, updated.client().clientId());
                                            return updated;
                                        }));
    }

    private static ClientUpdate update(Input input) {
        return new ClientUpdate(
                input.version(),
                VisibleText.of(input.clientName()),
                VisibleText.of(input.companyName()),
                VisibleText.of(input.externalId()),
                VisibleText.of(input.industry()),
                input.tier(),
                input.contractId(),
                new ContractFields(
                        input.contractValue(),
                        input.contractStartDate(),
                        input.contractEndDate(),
                        input.renewalDate(),
                        input.includedUsers(),
                        input.autoRenew(),
                        input.paymentStatus(),
                        null,
                        null,
                        List.of()),
                contact(input.contact()),
                VisibleText.of(input.csmAssigned()),
                status(input.status()),
                input.tagsAdd() == null ? List.of() : input.tagsAdd(),
                input.tagsRemove() == null ? List.of() : input.tagsRemove(),
                attributes(input.attributesSet()),
                input.clearFields() == null ? Set.of() : Set.copyOf(input.clearFields()),
                input.reason() == null ? null : UntrustedText.of(input.reason(), 300).text());
    }

    private static @Nullable ContactFields contact(@Nullable Person person) {
        return person == null
                ? null
                : new ContactFields(
                        person.email(),
                        VisibleText.of(person.name()),
                        VisibleText.of(person.title()),
                        person.role(),
                        person.isPrimary(),
                        person.leftOn());
    }

    private static @Nullable ClientStatus status(@Nullable Status status) {
        return switch (status) {
            case null -> null;
            case ACTIVE -> ClientStatus.ACTIVE;
            case PAUSED -> ClientStatus.PAUSED;
        };
    }

    private static Map<String, String> attributes(@Nullable List<Attribute> sent) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (sent != null) {
            sent.forEach(
                    each ->
                            attributes.put(
                                    each.key(),
                                    UntrustedText.of(each.value(), LONGEST_ATTRIBUTE).text()));
        }
        return attributes;
    }
}
