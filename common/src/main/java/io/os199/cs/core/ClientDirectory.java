package io.os199.cs.core;

import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.UsedClient;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.database.Transaction;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the client that a caller names by its id, its external id, or its name, ignoring case and surrounding blanks.
 *
 * <p>An id names its client whatever others are called; an external id that is also another client's name is
 * ambiguous.
 */
public final class ClientDirectory {
    private static final String FIELD = "client_id";
    private static final int LONGEST = 200;
    private static final int NEAREST = 5;

    /** Takes one round trip when the client is found. Refuses any text that names no client. */
    public Answer<ClientRef> resolve(Transaction tx, String reference) {
        return resolve(tx, reference, ClientDirectoryDao::named, ref -> ref);
    }

    /** Does the same as {@link #resolve} for answers that are cached until the client's usage changes. */
    public Answer<UsedClient> resolveUsed(Transaction tx, String reference) {
        return resolve(tx, reference, ClientDirectoryDao::used, UsedClient::ref);
    }

    private static <T> Answer<T> resolve(
            Transaction tx,
            String reference,
            BiFunction<ClientDirectoryDao, String, List<T>> read,
            Function<T, ClientRef> ref) {
        String wanted = reference.strip();
        if (!isReference(wanted)) {
            return Answer.refused(
                    Refusal.invalid(
                            FIELD,
                            "client_id has to be an id, an external id or a name: one line of 1 to"
                                    + " 200 characters",
                            "a client's id, external id or exact name"));
        }
        ClientDirectoryDao dao = tx.dao(ClientDirectoryDao.class);
        List<T> found = read.apply(dao, wanted);
        return switch (found.size()) {
            case 0 -> Answer.refused(unknown(dao.nearest(wanted, NEAREST)));
            case 1 -> Answer.of(found.getFirst());
            default -> decide(wanted, found, ref);
        };
    }

    /**
     * Resolves a list of references, in its order: for each its client, none where it names none, or several where it
     * is ambiguous.
     */
    public List<List<ClientRef>> named(Transaction tx, List<String> references) {
        List<String> wanted = references.stream().map(String::strip).toList();
        Map<Integer, List<ClientRef>> found =
                tx
                        .dao(ClientDirectoryDao.class)
                        .allNamed(
                                wanted.stream()
                                        .map(each -> isReference(each) ? each : "")
                                        .toArray(String[]::new))
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        ClientDirectoryDao.Named::place,
                                        Collectors.mapping(
                                                ClientDirectoryDao.Named::ref,
                                                Collectors.toList())));
        return IntStream.range(0, wanted.size())
                .mapToObj(place -> meant(wanted.get(place), found.getOrDefault(place, List.of())))
                .toList();
    }

    /** An id names its client whatever others are called. */
    private static List<ClientRef> meant(String wanted, List<ClientRef> found) {
        List<ClientRef> byId =
                found.stream().filter(each -> each.clientId().equals(wanted)).toList();
        return byId.isEmpty() ? found : byId;
    }

    /** Returns the clients whose names are nearest to a reference that names none. */
    public List<Suggestion> nearest(Transaction tx, String reference) {
        String wanted = reference.strip();
        return isReference(wanted)
                ? suggestions(tx.dao(ClientDirectoryDao.class).nearest(wanted, NEAREST))
                : List.of();
    }

    private static <T> Answer<T> decide(String wanted, List<T> found, Function<T, ClientRef> ref) {
        for (T client : found) {
            if (ref.apply(client).clientId().equals(wanted)) {
                return Answer.of(client);
            }
        }
        return Answer.refused(
                Refusal.of(
                                Refusal.Code.AMBIGUOUS_REFERENCE,
                                "This is the name of one client and the external id of another:"
                                        + " send the client_id")
                        .field(FIELD)
                        .expected("the client_id of one of the suggestions")
                        .suggestions(suggestions(found.stream().map(ref).toList())));
    }

    private static Refusal unknown(List<ClientRef> nearest) {
        Refusal refusal =
                Refusal.notFound(
                                FIELD,
                                "No client has what client_id says as its id, external id or name;"
                                        + " find it with list_clients")
                        .expected("a client's id, external id or exact name");
        return nearest.isEmpty()
                ? refusal.hint("Find the client with list_clients and its parameter search")
                : refusal.hint("Send the client_id of the suggestion that is meant")
                        .suggestions(suggestions(nearest));
    }

    /** Returns clients as suggestions of what a caller may have meant. */
    public static List<Suggestion> suggestions(List<ClientRef> clients) {
        return clients.stream()
                .map(client -> new Suggestion(client.clientId(), client.clientName()))
                .toList();
    }

    /**
     * Whether a text can be a reference: PostgreSQL refuses U+0000 and half surrogate pairs, and no client's name has
     * any control character.
     */
    private static boolean isReference(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST
                && text.codePoints().noneMatch(ClientDirectory::isUnwritable);
    }

    private static boolean isUnwritable(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE;
    }
}
