package io.os199.cs.api.tools.core;

import io.os199.cs.api.security.Scope;
import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Default;
import io.os199.cs.api.tool.Doc;
import io.os199.cs.api.tool.Effect;
import io.os199.cs.api.tool.Tool;
import io.os199.cs.api.tool.ToolInfo;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Registration;
import io.os199.cs.core.Registration.Registered;
import io.os199.cs.core.RegistrationRules;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.BillingFrequency;
import io.os199.cs.core.model.ClientRecord;
import io.os199.cs.core.model.Contract;
import io.os199.cs.core.model.ContractFields;
import io.os199.cs.core.model.ContractStatus;
import io.os199.cs.core.model.ContractType;
import io.os199.cs.core.model.LifecycleStage;
import io.os199.cs.core.model.NewClient;
import io.os199.cs.core.model.PossibleDuplicate;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.DataGap;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.database.Database;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

@ToolInfo(
        name = "register_client",
        title = "Register a client",
        description =
                "Creates an account, its primary contact and its first contract in one step, and"
                        + " says what to do next. One that exists: update_client_info; many: an"
                        + " import.",
        effect = Effect.WRITE,
        scope = Scope.CS_WRITE,
        deadlineSeconds = 30,
        idempotent = false)
public final class RegisterClient implements Tool<RegisterClient.Input, RegisterClient.Output> {
    private static final DataGap NO_HEALTH =
            new DataGap(
                    "health_score",
                    "not_computed",
                    "run calculate_health_score once usage, tickets or touchpoints are there");

    /** The stages in which a client can begin. */
    public enum FirstStage {
        ONBOARDING,
        ADOPTION,
        ACTIVE
    }

    public record Input(
            @Size(min = 1, max = 200) String clientName,
            @Nullable @Size(min = 1, max = 200) String companyName,
            @Nullable @Size(min = 1, max = 100) String externalId,
            @Nullable @Size(min = 1, max = 100) String industry,
            @Default("standard") Tier tier,
            @Default("onboarding") @Doc("Later ones: for a customer taken over")
                    FirstStage lifecycleStage,
            @Nullable @Doc("Yearly") BigDecimal contractValue,
            @Nullable LocalDate contractStartDate,
            @Nullable @Doc("Last day; default a year") LocalDate contractEndDate,
            @Nullable @Doc("Day of decision; default contract_end_date") LocalDate renewalDate,
            @Nullable Boolean autoRenew,
            @Nullable @Min(0) @Max(365) Integer noticePeriodDays,
            @Nullable BillingFrequency billingFrequency,
            @Nullable @Min(1) @Max(1_000_000) Integer includedUsers,
            @Nullable @Size(max = 50) List<@Size(min = 1, max = 60) String> products,
            @Nullable @Email @Size(max = 254) String primaryContactEmail,
            @Nullable @Size(min = 1, max = 200) String primaryContactName,
            @Nullable @Size(min = 1, max = 200) String primaryContactTitle,
            @Nullable @Size(min = 1, max = 200) String csmAssigned,
            @Nullable @Size(max = 20) List<@Size(min = 1, max = 50) String> tags,
            @Nullable @Size(min = 1, max = 100) String idempotencyKey,
            @Default(value = "false", listed = false) boolean dryRun) {}

    public record Output(
            @Nullable ClientRecord client,
            @Nullable String contactId,
            @Nullable FirstContract contract,
            List<PossibleDuplicate> possibleDuplicates,
            List<Recommendation> nextSteps,
            List<DataGap> dataGaps,
            boolean dryRun) {}

    /**
     * The contract that a registration creates.
     *
     * @param termDays both ends of the term included
     */
    public record FirstContract(
            String contractId,
            ContractType type,
            BigDecimal valueAmount,
            LocalDate startDate,
            LocalDate endDate,
            LocalDate renewalDate,
            boolean autoRenew,
            @Nullable Integer includedUsers,
            ContractStatus status,
            long termDays) {}

    private final Database database;
    private final Registration registration;
    private final ClientAnswers answers;

    public RegisterClient(Database database, Registration registration, ClientAnswers answers) {
        this.database = database;
        this.registration = registration;
        this.answers = answers;
    }

    @Override
    public List<Fault> faults(Input input, Set<String> unread, Call call) {
        List<Fault> faults = new ArrayList<>();
        List<Fault> between = database.read(tx -> registration.faults(tx, client(input)));
        between.stream().filter(fault -> isSound(fault, unread)).forEach(faults::add);
        return faults;
    }

    /** Whether the argument that a fault compares with was itself readable. */
    private static boolean isSound(Fault fault, Set<String> unread) {
        return switch (fault.field()) {
            case "primary_contact_name", "primary_contact_title" ->
                    !unread.contains("primary_contact_email");
            case "contract_end_date", "renewal_date" -> !unread.contains("contract_start_date");
            default -> true;
        };
    }

    @Override
    public Answer<Output> call(Input input, Call call) {
        NewClient client = client(input);
        if (input.dryRun()) {
            return database.read(tx -> registration.preview(tx, client))
                    .map(duplicates -> preview(client, duplicates, call.today()));
        }
        Actor actor = call.actor();
        return call.write(
                Output.class,
                tx ->
                        registration
                                .register(tx, client, actor)
                                .map(
                                        registered -> {
                                            answers.changed(tx, registered.client().clientId());
                                            return output(registered);
                                        }));
    }

    private static NewClient client(Input input) {
        return new NewClient(
                VisibleText.orEmpty(input.clientName()),
                VisibleText.of(input.companyName()),
                VisibleText.of(input.externalId()),
                VisibleText.of(input.industry()),
                Objects.requireNonNullElse(input.tier(), Tier.STANDARD),
                stage(Objects.requireNonNullElse(input.lifecycleStage(), FirstStage.ONBOARDING)),
                VisibleText.of(input.csmAssigned()),
                input.tags() == null ? List.of() : input.tags(),
                new ContractFields(
                        input.contractValue(),
                        input.contractStartDate(),
                        input.contractEndDate(),
                        input.renewalDate(),
                        input.includedUsers(),
                        input.autoRenew(),
                        null,
                        input.noticePeriodDays(),
                        input.billingFrequency(),
                        input.products() == null ? List.of() : input.products()),
                input.primaryContactEmail(),
                VisibleText.of(input.primaryContactName()),
                VisibleText.of(input.primaryContactTitle()));
    }

    private static LifecycleStage stage(FirstStage stage) {
        return switch (stage) {
            case ONBOARDING -> LifecycleStage.ONBOARDING;
            case ADOPTION -> LifecycleStage.ADOPTION;
            case ACTIVE -> LifecycleStage.ACTIVE;
        };
    }

    private static Output output(Registered registered) {
        ClientRecord client = registered.client();
        Contract contract = registered.contract();
        RegistrationRules.Facts facts =
                new RegistrationRules.Facts(
                        client.csmAssigned() != null,
                        client.lifecycleStage(),
                        registered.contactId() != null,
                        contract != null,
                        contract != null && contract.includedUsers() != null,
                        registered.possibleDuplicates().size(),
                        client.renewalInDays());
        return new Output(
                client,
                registered.contactId(),
                contract == null ? null : first(contract),
                registered.possibleDuplicates(),
                RegistrationRules.nextSteps(facts),
                List.of(NO_HEALTH),
                false);
    }

    private static Output preview(
            NewClient client, List<PossibleDuplicate> duplicates, LocalDate today) {
        Contract contract =
                client.contract().isEmpty()
                        ? null
                        : client.contract().open("", client.tier(), today);
        LocalDate renewal = contract == null ? null : contract.renewalDate();
        RegistrationRules.Facts facts =
                new RegistrationRules.Facts(
                        client.csm() != null,
                        client.lifecycleStage(),
                        client.contactEmail() != null,
                        contract != null,
                        contract != null && contract.includedUsers() != null,
                        duplicates.size(),
                        renewal == null ? null : (int) ChronoUnit.DAYS.between(today, renewal));
        return new Output(
                null,
                null,
                null,
                duplicates,
                RegistrationRules.nextSteps(facts),
                List.of(NO_HEALTH),
                true);
    }

    private static FirstContract first(Contract contract) {
        LocalDate end = Objects.requireNonNull(contract.endDate());
        return new FirstContract(
                contract.contractId(),
                contract.type(),
                contract.value(),
                contract.startDate(),
                end,
                Objects.requireNonNull(contract.renewalDate()),
                contract.autoRenew(),
                contract.includedUsers(),
                contract.status(),
                ChronoUnit.DAYS.between(contract.startDate(), end) + 1);
    }
}
