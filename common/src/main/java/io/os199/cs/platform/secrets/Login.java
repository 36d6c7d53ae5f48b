package io.os199.cs.platform.secrets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The identity of this process at a server: a user and a password, either of which may change while it runs. */
public final class Login {
    /**
     * Both values as they were at one moment.
     *
     * @param user empty: the user whom the server assumes without a name
     * @param password empty for none
     */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }

    private final @Nullable Secrets secrets;
    private final Secret user;
    private final Secret password;

    private Login(@Nullable Secrets secrets, Secret user, Secret password) {
        this.secrets = secrets;
        this.user = user;
        this.password = password;
    }

    /**
     * Creates the login of a section of {@code config.yml}.
     *
     * @throws IllegalArgumentException like {@link Secrets#secret(String, String)}
     */
    public static Login of(
            Secrets secrets, String section, @Nullable String user, @Nullable String password) {
        return new Login(
                secrets,
                secrets.secret(section + ".user", user),
                secrets.secret(section + ".password", password));
    }

    /** A login that never changes. */
    public static Login fixed(@Nullable String user, @Nullable String password) {
        return new Login(
                null,
                Secret.fixed("user", user == null ? "" : user),
                Secret.fixed("password", password == null ? "" : password));
    }

    /** The credentials at this moment. */
    public Credentials current() {
        return new Credentials(user.value(), password.value());
    }

    public boolean mayChange() {
        return user.mayChange() || password.mayChange();
    }

    /** Whether there is, or may come to be, a password. */
    public boolean hasPassword() {
        return password.mayChange() || !password.value().isEmpty();
    }

    /**
     * Reads the login again after a server refused it, if it is still the current one; returns when that is done.
     *
     * @return whether there are other credentials to try
     */
    public boolean renew(Credentials refused) {
        long since = System.nanoTime();
        if (secrets != null && current().equals(refused)) {
            secrets.reread(List.of(user, password), since);
        }
        return !current().equals(refused);
    }

    /** Runs {@code action} on the thread for secrets whenever the login has changed. */
    public void onChange(Runnable action) {
        if (secrets != null && mayChange()) {
            secrets.onChange(List.of(user, password), action);
        }
    }
}
