package io.os199.cs.platform.secrets;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Whom this process is to a server: a user and a password, either of which may become another while it runs. */
public final class Login {
    /**
     * Both as they were at one moment.
     *
     * @param user empty: whom the server takes without a name
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
     * The login of a section of {@code config.yml}.
     *
     * @throws IllegalArgumentException as {@link Secrets#secret(String, String)}
     */
    public static Login of(
            Secrets secrets, String section, @Nullable String user, @Nullable String password) {
        return new Login(
                secrets,
                secrets.secret(section + ".user", user),
                secrets.secret(section + ".password", password));
    }

    /** One that stays. */
    public static Login fixed(@Nullable String user, @Nullable String password) {
        return new Login(
                null,
                Secret.fixed("user", user == null ? "" : user),
                Secret.fixed("password", password == null ? "" : password));
    }

    /** As of now. */
    public Credentials current() {
        return new Credentials(user.value(), password.value());
    }

    public boolean mayChange() {
        return user.mayChange() || password.mayChange();
    }

    /** Whether there is a password, or may be. */
    public boolean hasPassword() {
        return password.mayChange() || !password.value().isEmpty();
    }

    /**
     * What a server has refused is read anew, if it is still what we have; returns when that is done.
     *
     * @return whether there is something else to try
     */
    public boolean renew(Credentials refused) {
        long since = System.nanoTime();
        if (secrets != null && current().equals(refused)) {
            secrets.reread(List.of(user, password), since);
        }
        return !current().equals(refused);
    }

    /** Runs {@code action} on a thread of its own whenever the login has become another. */
    public void onChange(Runnable action) {
        if (secrets != null && mayChange()) {
            secrets.onChange(List.of(user, password), action);
        }
    }
}
