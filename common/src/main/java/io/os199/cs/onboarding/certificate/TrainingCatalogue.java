package io.os199.cs.onboarding.certificate;

import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.Doing;
import io.os199.cs.onboarding.model.CertificateLevel;
import io.os199.cs.onboarding.model.CertificateProgram;
import io.os199.cs.onboarding.training.TrainingModule;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;
import io.os199.cs.platform.text.UntrustedText;

import org.apache.commons.text.similarity.LevenshteinDistance;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The training catalog: the modules, and the requirements of each level of certificates; changed in the caller's
 * transaction.
 */
public final class TrainingCatalogue {
    private static final int NEAREST = 5;

    private final AuditLog audit;
    private final ClientAnswers answers;

    public TrainingCatalogue(AuditLog audit, ClientAnswers answers) {
        this.audit = audit;
        this.answers = answers;
    }

    /** Returns for each level the program in force, else the newest; the lowest level first. */
    public static List<CertificateProgram> programs(Transaction tx) {
        return tx.dao(TrainingCatalogueDao.class).shownPrograms().stream()
                .sorted(Comparator.comparing(CertificateProgram::level))
                .toList();
    }

    /** Returns modules by their codes, after the given one. */
    public static List<TrainingModule> modules(Transaction tx, @Nullable String after, int most) {
        return tx.dao(TrainingCatalogueDao.class).modules(after, most);
    }

    /** Returns how many modules there are. */
    public static long moduleCount(Transaction tx) {
        return tx.dao(TrainingCatalogueDao.class).moduleCount();
    }

    /** Sets new requirements for a level from now on; certificates stay as they were issued. */
    public Answer<CertificateProgram> create(Transaction tx, NewProgram order, Doing doing) {
        TrainingCatalogueDao dao = tx.dao(TrainingCatalogueDao.class);
        dao.lock();
        Known known = new Known(dao.allModules());
        List<Fault> faults = new ArrayList<>();
        List<TrainingModule> modules = known.resolve("module_ids", order.modules(), faults);
        for (TrainingModule module : modules) {
            if (!module.active()) {
                faults.add(
                        new Fault(
                                "module_ids",
                                "module %s is not active".formatted(module.shownCode()),
                                "active modules"));
            }
        }
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        CertificateProgram before = dao.newest(order.level()).orElse(null);
        Refusal unseen = unseen(order, before);
        if (unseen != null) {
            return Answer.refused(unseen);
        }
        String word = WireName.of(order.level());
        String name = order.name();
        CertificateProgram program =
                new CertificateProgram(
                        order.level(),
                        before == null ? 1 : before.version() + 1,
                        name != null
                                ? name
                                : before != null
                                        ? before.name()
                                        : word.substring(0, 1).toUpperCase(Locale.ROOT)
                                                + word.substring(1),
                        modules.stream().map(TrainingModule::moduleId).toList(),
                        order.mark(),
                        order.validityMonths(),
                        true);
        dao.deactivate(order.level(), doing.now());
        dao.insert(program, doing.now());
        finish(tx, "create certification program " + word, List.of(word), doing);
        return Answer.of(program);
    }

    /** Refuses to change a level that has modules unless the caller has seen its current version. */
    private static @Nullable Refusal unseen(NewProgram order, @Nullable CertificateProgram before) {
        Integer version = order.version();
        if (before == null) {
            return version == null
                    ? null
                    : Refusal.notFound("version", "there is no programme of this level yet")
                            .expected("absent");
        }
        String program = "program " + WireName.of(order.level());
        if (version != null) {
            return version == before.version()
                    ? null
                    : Refusal.stale(program, version, before.version(), null);
        }
        return before.requiredModules().isEmpty()
                ? null
                : Refusal.conflict(
                                "no version was sent, so it is not known whether you saw the stored one: %s is at version %d"
                                        .formatted(program, before.version()))
                        .field("version")
                        .expected(Integer.toString(before.version()));
    }

    /** Creates a module, or redefines the one with that code. */
    public Answer<TrainingModule> define(Transaction tx, ModuleDefinition order, Doing doing) {
        TrainingCatalogueDao dao = tx.dao(TrainingCatalogueDao.class);
        dao.lock();
        Known known = new Known(dao.allModules());
        List<Fault> faults = new ArrayList<>();
        List<TrainingModule> prerequisites =
                known.resolve("prerequisites", order.prerequisites(), faults);
        if (!faults.isEmpty()) {
            return Answer.refused(Refusal.invalid(faults));
        }
        TrainingModule before = known.byCode().get(order.code());
        Refusal unseen = unseen(order, before);
        if (unseen != null) {
            return Answer.refused(unseen);
        }
        TrainingModule module =
                new TrainingModule(
                        before == null ? TypeId.next("module") : before.moduleId(),
                        order.code(),
                        order.name(),
                        order.format(),
                        order.level(),
                        order.durationMinutes(),
                        prerequisites.stream().map(TrainingModule::moduleId).toList(),
                        order.objectives(),
                        order.passingScoreRate(),
                        order.maxAttempts(),
                        order.active(),
                        before == null ? 1 : before.version() + 1);
        Optional<List<String>> cycle = known.cycle(module);
        if (cycle.isPresent()) {
            return Answer.refused(
                    Refusal.invalid(
                            "prerequisites",
                            "the prerequisites go in a circle: " + String.join(" -> ", cycle.get()),
                            "prerequisites that do not lead back to this module"));
        }
        if (before == null) {
            dao.insert(module, doing.now());
        } else {
            dao.update(module, doing.now());
        }
        finish(tx, "define training module", List.of(module.moduleId()), doing);
        return Answer.of(module);
    }

    private static @Nullable Refusal unseen(
            ModuleDefinition order, @Nullable TrainingModule before) {
        Integer version = order.version();
        if (before == null) {
            return version == null
                    ? null
                    : Refusal.notFound("code", "there is no module of this code to change")
                            .expected("the code of a module, or no version for a new one");
        }
        if (version != null && version == before.version()) {
            return null;
        }
        if (version != null) {
            return Refusal.stale("the module", version, before.version(), null);
        }
        return Refusal.conflict(
                        "a module of this code exists, at version %d".formatted(before.version()))
                .field("version")
                .expected(Integer.toString(before.version()));
    }

    private void finish(Transaction tx, String action, List<String> ids, Doing doing) {
        audit.record(tx, AuditEntry.done(doing, action, ids));
        answers.everythingChanged(tx);
    }

    /** All modules, with their names and prerequisites. */
    private static final class Known {
        private final Map<String, TrainingModule> byId;
        private final Map<String, TrainingModule> byCode;

        Known(List<TrainingModule> all) {
            byId =
                    all.stream()
                            .collect(
                                    Collectors.toMap(
                                            TrainingModule::moduleId, Function.identity()));
            byCode =
                    all.stream()
                            .collect(Collectors.toMap(TrainingModule::code, Function.identity()));
        }

        Map<String, TrainingModule> byCode() {
            return byCode;
        }

        /** Returns the named modules in order; a name that is unknown, or repeated, is a fault. */
        List<TrainingModule> resolve(String field, List<String> names, List<Fault> faults) {
            Set<TrainingModule> found = new LinkedHashSet<>();
            for (int place = 0; place < names.size(); place++) {
                String name = names.get(place).strip();
                String path = "%s[%d]".formatted(field, place);
                TrainingModule module = byId.getOrDefault(name, byCode.get(name));
                if (module == null) {
                    faults.add(
                            new Fault(
                                    path,
                                    path + " is the id or code of no module",
                                    "the id or code of a module",
                                    nearest(name)));
                } else if (!found.add(module)) {
                    faults.add(
                            new Fault(
                                    path,
                                    "%s names %s a second time".formatted(path, module.shownCode()),
                                    "each module once"));
                }
            }
            return List.copyOf(found);
        }

        private List<Suggestion> nearest(String name) {
            LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
            return byCode.values().stream()
                    .sorted(
                            Comparator.<TrainingModule>comparingInt(
                                            each ->
                                                    distance.apply(
                                                            each.code().toLowerCase(Locale.ROOT),
                                                            name.toLowerCase(Locale.ROOT)))
                                    .thenComparing(TrainingModule::code))
                    .limit(NEAREST)
                    .map(each -> new Suggestion(each.shownCode(), each.shownName()))
                    .toList();
        }

        /** Returns the codes on the path of prerequisites from a module back to itself; empty when there is none. */
        Optional<List<String>> cycle(TrainingModule start) {
            Map<String, TrainingModule> from = new HashMap<>();
            List<TrainingModule> open = new ArrayList<>(List.of(start));
            Set<String> seen = new LinkedHashSet<>();
            while (!open.isEmpty()) {
                TrainingModule at = open.removeLast();
                for (String next : at.prerequisites()) {
                    if (next.equals(start.moduleId())) {
                        return Optional.of(path(start, at, from));
                    }
                    TrainingModule module = byId.get(next);
                    if (module != null && seen.add(next)) {
                        from.put(next, at);
                        open.add(module);
                    }
                }
            }
            return Optional.empty();
        }

        private static List<String> path(
                TrainingModule start, TrainingModule last, Map<String, TrainingModule> from) {
            List<String> codes = new ArrayList<>(List.of(start.shownCode()));
            TrainingModule at = last;
            while (!at.moduleId().equals(start.moduleId())) {
                codes.addFirst(at.shownCode());
                TrainingModule before = from.get(at.moduleId());
                at = before == null ? start : before;
            }
            codes.addFirst(start.shownCode());
            return codes;
        }
    }

    /** Returns a name as stored. */
    public static String name(String sent) {
        return UntrustedText.name(sent);
    }

    /** Returns the program of a level that is in force; refused when there is none. */
    static Answer<CertificateProgram> inForce(Transaction tx, CertificateLevel level) {
        return tx.dao(TrainingCatalogueDao.class)
                .active(level)
                .<Answer<CertificateProgram>>map(Answer::of)
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Refusal.failedPrecondition(
                                                        "the program %s is inactive: nobody said"
                                                                        .formatted(
                                                                                WireName.of(level))
                                                                + " which modules it needs")
                                                .field("certification_level")
                                                .hint(
                                                        "Create it with action create and its"
                                                                + " module_ids")));
    }
}
