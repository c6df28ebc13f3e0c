-- The allowed changes of state; any other is an error.

CREATE TABLE crt.transitions (
    entity text NOT NULL, was text NOT NULL, becomes text NOT NULL, meaning text NOT NULL,
    PRIMARY KEY (entity, was, becomes));

CREATE FUNCTION crt.transition_refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a % cannot change from % to %', TG_ARGV[0], to_jsonb(OLD)->>TG_ARGV[1], to_jsonb(NEW)->>TG_ARGV[1]
        USING ERRCODE = 'check_violation';
END $$;

-- An allowed change should not cost a lookup in the table.  So the content of the table becomes
-- the WHEN condition of the trigger, which then runs only for changes that are not allowed.
CREATE PROCEDURE crt.transition_enforce(entity text, tab regclass, col name)
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    allowed text := (
        SELECT string_agg(format('WHEN %L THEN NEW.%I IN (%s)', s.was, col, s.becomes), ' ')
          FROM (SELECT t.was, string_agg(quote_literal(t.becomes), ', ') AS becomes
                  FROM crt.transitions t WHERE t.entity = transition_enforce.entity GROUP BY t.was) s);
BEGIN
    EXECUTE format('DROP TRIGGER IF EXISTS transition ON %s', tab);
    EXECUTE format('CREATE TRIGGER transition BEFORE UPDATE OF %1$I ON %2$s FOR EACH ROW
        WHEN (OLD.%1$I IS DISTINCT FROM NEW.%1$I AND NOT CASE OLD.%1$I %3$s ELSE false END)
        EXECUTE FUNCTION crt.transition_refuse(%4$L, %1$L)', col, tab, coalesce(allowed, 'WHEN NULL THEN false'), entity);
END $$;

-- Creates the triggers again after each change of the table.
CREATE FUNCTION crt.transitions_enforce() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    CALL crt.transition_enforce('cart', 'crt.carts', 'status');
    CALL crt.transition_enforce('episode', 'crt.abandoned_carts', 'state');
    CALL crt.transition_enforce('enrollment', 'crt.enrollments', 'state');
    CALL crt.transition_enforce('message', 'crt.messages', 'status');
    RETURN NULL;
END $$;
CREATE TRIGGER transitions_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON crt.transitions
    FOR EACH STATEMENT EXECUTE FUNCTION crt.transitions_enforce();

INSERT INTO crt.transitions VALUES
    ('cart', 'ACTIVE', 'ABANDONED', 'idle for the waiting time'),
    ('cart', 'ACTIVE', 'CONVERTED', 'the person bought'),
    ('cart', 'ACTIVE', 'EMPTIED', 'the last item was taken out, or the cart was deleted'),
    ('cart', 'ACTIVE', 'MERGED', 'merged into another cart'),
    ('cart', 'ACTIVE', 'EXPIRED', 'too old: the shop changed an unpaid order of long ago'),
    ('cart', 'ABANDONED', 'ACTIVE', 'changed again'),
    ('cart', 'ABANDONED', 'CONVERTED', 'the person bought'),
    ('cart', 'ABANDONED', 'EMPTIED', 'the last item was taken out, or the cart was deleted'),
    ('cart', 'ABANDONED', 'MERGED', 'merged into another cart'),
    ('cart', 'ABANDONED', 'EXPIRED', 'too old to be recovered'),
    ('cart', 'CONVERTED', 'ACTIVE', 'changed again after the purchase'),
    ('cart', 'CONVERTED', 'EMPTIED', 'the shop emptied it after the purchase'),
    ('cart', 'CONVERTED', 'MERGED', 'merged into another cart'),
    ('cart', 'EMPTIED', 'CONVERTED', 'the person bought'),
    ('cart', 'EMPTIED', 'ACTIVE', 'filled again'),
    ('cart', 'EMPTIED', 'MERGED', 'merged into another cart'),
    ('cart', 'MERGED', 'ACTIVE', 'changed again'),
    ('cart', 'MERGED', 'EMPTIED', 'deleted'),
    ('cart', 'EXPIRED', 'ACTIVE', 'changed again'),
    ('cart', 'EXPIRED', 'CONVERTED', 'the person bought'),
    ('cart', 'EXPIRED', 'EMPTIED', 'the last item was taken out, or the cart was deleted'),
    ('cart', 'EXPIRED', 'MERGED', 'merged into another cart'),
    ('episode', 'OPEN', 'RECOVERED', 'an order of the person after the abandonment'),
    ('episode', 'OPEN', 'CANCELED', 'emptied, merged, erased, or bought before'),
    ('episode', 'OPEN', 'LOST', 'expired'),
    ('episode', 'CANCELED', 'RECOVERED', 'the shop emptied the cart at the purchase, and the order came later'),
    ('episode', 'LOST', 'RECOVERED', 'an order that was placed in time arrived late'),
    ('enrollment', 'RUNNING', 'DONE', 'the last step is done'),
    ('enrollment', 'RUNNING', 'STOPPED', 'the episode ended or a gate closed for good'),
    ('enrollment', 'RUNNING', 'HOLDOUT', 'the person is held out of the campaign'),
    ('message', 'QUEUED', 'SENDING', 'claimed'),
    ('message', 'QUEUED', 'HELD', 'a gate holds it'),
    ('message', 'QUEUED', 'SKIPPED', 'a gate skips or stops it'),
    ('message', 'HELD', 'QUEUED', 'every gate is open'),
    ('message', 'HELD', 'SKIPPED', 'a gate skips or stops it'),
    ('message', 'SENDING', 'SENT', 'accepted by the provider'),
    ('message', 'SENDING', 'FAILED', 'refused for good'),
    ('message', 'SENDING', 'QUEUED', 'refused temporarily, or never handed off'),
    ('message', 'SENDING', 'UNKNOWN', 'the response was lost after the hand-off'),
    ('message', 'SENDING', 'DELIVERED', 'the provider''s report was stored before its response'),
    ('message', 'SENDING', 'OPENED', 'a person opened it before the response was stored'),
    ('message', 'SENDING', 'CLICKED', 'a person followed a link before the response was stored'),
    ('message', 'UNKNOWN', 'SENT', 'resolved with evidence'),
    ('message', 'UNKNOWN', 'DELIVERED', 'reported by the provider'),
    ('message', 'UNKNOWN', 'OPENED', 'a person opened it'),
    ('message', 'UNKNOWN', 'CLICKED', 'a person followed a link'),
    ('message', 'UNKNOWN', 'FAILED', 'resolved with evidence'),
    ('message', 'UNKNOWN', 'QUEUED', 'resolved: it was not handed off'),
    ('message', 'FAILED', 'QUEUED', 'the mail server refused every recipient alike'),
    ('message', 'SENT', 'DELIVERED', 'reported by the provider'),
    ('message', 'SENT', 'OPENED', 'a person opened it'),
    ('message', 'SENT', 'CLICKED', 'a person followed a link'),
    ('message', 'SENT', 'FAILED', 'bounced'),
    ('message', 'DELIVERED', 'OPENED', 'a person opened it'),
    ('message', 'DELIVERED', 'CLICKED', 'a person followed a link'),
    ('message', 'OPENED', 'CLICKED', 'a person followed a link');

CREATE FUNCTION crt.append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
-- An erasure takes from a proof where it came from; what was agreed to and when stays.
CREATE TRIGGER consents_append BEFORE UPDATE ON crt.consents FOR EACH ROW
    WHEN ((NEW.store_id, NEW.id, NEW.customer_id, NEW.channel, NEW.purpose, NEW.action, NEW.wording, NEW.time)
          IS DISTINCT FROM (OLD.store_id, OLD.id, OLD.customer_id, OLD.channel, OLD.purpose, OLD.action, OLD.wording, OLD.time)
       OR num_nonnulls(NEW.source, NEW.ip, NEW.agent, NEW.evidence) > 0) EXECUTE FUNCTION crt.append_only();
CREATE TRIGGER suppressions_append BEFORE UPDATE ON crt.suppressions FOR EACH ROW EXECUTE FUNCTION crt.append_only();
