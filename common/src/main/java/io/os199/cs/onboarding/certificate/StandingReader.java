package io.os199.cs.onboarding.certificate;

import io.os199.cs.onboarding.certificate.StandingDao.Somebody;
import io.os199.cs.onboarding.model.CertificateEligibility;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.model.Learner;
import io.os199.cs.onboarding.training.Learners;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.onboarding.training.TrainingModules;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads who at one client is certified on a day, and what the others still lack. */
public final class StandingReader {
    private final Transaction tx;
    private final String clientId;
    private final LocalDate asOf;
    private final List<CertificateProgram> programs;
    private final Map<String, TrainingModule> modules;

    public StandingReader(Transaction tx, String clientId, LocalDate asOf) {
        this.tx = tx;
        this.clientId = clientId;
        this.asOf = asOf;
        this.programs = Learners.activePrograms(tx);
        this.modules =
                TrainingModules.withIds(
                        tx,
                        programs.stream()
                                .flatMap(each -> each.requiredModules().stream())
                                .toList());
    }

    /** Returns the instant at which a day ends. */
    static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Whether any level is on offer. */
    public boolean hasPrograms() {
        return !programs.isEmpty();
    }

    /** Whether the first level is on offer. */
    public boolean hasBasic() {
        return programs.stream().anyMatch(each -> each.level() == CertificateLevel.BASIC);
    }

    /** Returns the client's counts. */
    public CertificateCounts counts(int expiringWithinDays) {
        return tx.dao(StandingDao.class)
                .counts(
                        clientId,
                        clientId,
                        true,
                        asOf,
                        endOf(asOf),
                        asOf.plusDays(expiringWithinDays))
                .getFirst()
                .counts();
    }

    /**
     * Returns people in the order of their addresses.
     *
     * @param email the address of the only person asked for
     * @param after the SHA-256 of an address, since a cursor must not contain an address
     */
    public List<Standing> people(@Nullable String email, @Nullable String after, int most) {
        List<Somebody> found =
                tx.dao(StandingDao.class).people(clientId, asOf, endOf(asOf), email, after, most);
        Map<String, Learner> learners =
                Learners.of(tx, clientId, found.stream().map(Somebody::email).toList());
        return found.stream()
                .map(
                        each ->
                                Standing.of(
                                        Objects.requireNonNull(learners.get(each.email())),
                                        each.inContacts(),
                                        programs,
                                        modules,
                                        asOf))
                .toList();
    }

    /** Returns how many people there are. */
    public long peopleCount(@Nullable String email) {
        return tx.dao(StandingDao.class).peopleCount(clientId, asOf, endOf(asOf), email);
    }

    /**
     * Counts the contacts who hold no basic certificate and lack just one of its modules; absent where that level is
     * not on offer.
     */
    public Optional<Integer> oneModuleShortOfBasic() {
        return programs.stream()
                .filter(each -> each.level() == CertificateLevel.BASIC)
                .findFirst()
                .map(this::oneModuleShort);
    }

    private int oneModuleShort(CertificateProgram basic) {
        Set<String> assessed = Requirements.assessed(modules.values());
        List<String> contacts = tx.dao(StandingDao.class).contacts(clientId, asOf, endOf(asOf));
        return (int)
                Learners.of(tx, clientId, contacts).values().stream()
                        .filter(each -> !CertificateEligibility.holds(each, basic.level(), asOf))
                        .filter(
                                each ->
                                        CertificateEligibility.of(basic, assessed, each, asOf)
                                                        .missingModules()
                                                        .size()
                                                == 1)
                        .count();
    }
}
