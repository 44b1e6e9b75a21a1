import { ENDED_KEPT_MS, EXPIRED_KEPT_MS, FORGOTTEN_MAX, WINDOW_KEPT_MS } from "./retention.ts";
import { ROLLING_PARTS } from "./rolling-parts.ts";

/**
 * What the scripts share. All keys are declared and carry one hash tag, as a cluster wants it:
 *
 * 1. `attempts`, a hash: attempt id -> JSON of its state, amount, excess and windows
 * 2. `leases`, a sorted set: ids of held attempts by the instant at which they expire
 * 3. `ended`, a sorted set: ids of ended attempts by the instant at which they are forgotten
 * 4. `windows`, a hash: `spent <window>`, `reserved <window>`, and of a rolling one also
 *    `newest <window>` and `part <n> <window>`
 * 5. `window-ends`, a sorted set: calendar windows by the instant at which they are forgotten
 * 6. `budgets`, a set: ids of the budgets ever named
 * 7. `levels`, a hash: budget id -> instant at which its spend level was found last, and the level
 *
 * Redis counts in 64-bit whole numbers (HINCRBY), and Lua in doubles, which are exact for what a
 * cap can be; money passes as text, because Lua would write large numbers rounded.
 */
const SHARED = `
local ATTEMPTS, LEASES, ENDED, WINDOWS, WINDOW_ENDS, BUDGETS, LEVELS = unpack(KEYS)

local function text(number) return string.format("%.0f", number) end
local function count(field) return tonumber(redis.call("HGET", WINDOWS, field) or "0") end
local function add(field, amount)
  -- Redis takes "-0" for no number.
  if tonumber(amount) ~= 0 then redis.call("HINCRBY", WINDOWS, field, amount) end
end

local function attempt_of(id)
  local kept = redis.call("HGET", ATTEMPTS, id)
  return kept and cjson.decode(kept)
end

local function hold(attempt, sign)
  for _, window in ipairs(attempt.windows) do
    add("reserved " .. window.name, sign .. attempt.amount)
  end
end

local function finish(id, attempt, state, at, kept)
  attempt.state = state
  redis.call("HSET", ATTEMPTS, id, cjson.encode(attempt))
  redis.call("ZREM", LEASES, id)
  redis.call("ZADD", ENDED, text(at + kept), id)
end

local function expire(at)
  for _, id in ipairs(redis.call("ZRANGEBYSCORE", LEASES, "-inf", ARGV[1])) do
    local attempt = attempt_of(id)
    hold(attempt, "-")
    finish(id, attempt, "expired", at, ${EXPIRED_KEPT_MS})
  end
end

local function forget_attempts()
  local due = redis.call("ZRANGEBYSCORE", ENDED, "-inf", ARGV[1], "LIMIT", 0, ${FORGOTTEN_MAX})
  if #due == 0 then return end
  redis.call("HDEL", ATTEMPTS, unpack(due))
  redis.call("ZREM", ENDED, unpack(due))
end

local function forget_windows()
  for _, name in ipairs(redis.call("ZRANGEBYSCORE", WINDOW_ENDS, "-inf", ARGV[1])) do
    redis.call("HDEL", WINDOWS, "spent " .. name, "reserved " .. name)
    redis.call("ZREM", WINDOW_ENDS, name)
  end
end

-- Brings a rolling window to an instant; a clock that steps back moves nothing.
local function advance(window, at)
  local part = math.floor(at / (tonumber(window.durationMs) / ${ROLLING_PARTS}))
  local newest = count("newest " .. window.name)
  if part <= newest then return newest end
  local function drop(index)
    local field = "part " .. text(index) .. " " .. window.name
    local spent = redis.call("HGET", WINDOWS, field)
    if not spent then return end
    add("spent " .. window.name, "-" .. spent)
    redis.call("HDEL", WINDOWS, field)
  end
  local last = math.min(newest, part - ${ROLLING_PARTS + 1})
  for index = newest - ${ROLLING_PARTS}, last do drop(index) end
  redis.call("HSET", WINDOWS, "newest " .. window.name, text(part))
  return part
end

local function post(window, amount, at)
  -- A window that was forgotten stays so: nobody asks for it any more.
  if redis.call("HEXISTS", WINDOWS, "spent " .. window.name) == 0 then return end
  add("spent " .. window.name, amount)
  if window.durationMs then
    add("part " .. text(advance(window, at)) .. " " .. window.name, amount)
  end
end

-- Finds a line's window, opening it at its first use.
local function open(line, at)
  local window = line.window
  if redis.call("HEXISTS", WINDOWS, "spent " .. window.name) == 0 then
    redis.call("HSET", WINDOWS, "spent " .. window.name, "0", "reserved " .. window.name, "0")
    if line.endsAtMs then
      forget_windows()
      redis.call("ZADD", WINDOW_ENDS, text(line.endsAtMs + ${WINDOW_KEPT_MS}), window.name)
    end
    if redis.call("SADD", BUDGETS, line.budgetId) == 1 then post(window, line.opening, at) end
  end
  if window.durationMs then advance(window, at) end
  return window
end
`;

/** ARGV: instant, attempt id, amount, instant at which the lease ends, lines as JSON. */
export const RESERVE: string = `${SHARED}
local at, id, amount = tonumber(ARGV[1]), ARGV[2], ARGV[3]
expire(at)
forget_attempts()
if redis.call("HEXISTS", ATTEMPTS, id) == 1 then return {1} end
local attempt = {state = "held", amount = amount, windows = {}}
for index, line in ipairs(cjson.decode(ARGV[5])) do
  local window = open(line, at)
  local left = tonumber(line.cap) - count("spent " .. window.name) - count("reserved " .. window.name)
  if tonumber(amount) > left then return {0, index - 1, text(math.max(0, left))} end
  attempt.windows[index] = window
end
hold(attempt, "")
redis.call("HSET", ATTEMPTS, id, cjson.encode(attempt))
redis.call("ZADD", LEASES, ARGV[4], id)
return {1}
`;

/** ARGV: instant, attempt id, amount. */
export const SETTLE: string = `${SHARED}
local at, id, amount = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local attempt = attempt_of(id)
if not attempt then return {0} end
if attempt.state == "settled" then return {1, attempt.excess} end
if attempt.state == "released" then return {1, "0"} end
local held = 0
if attempt.state == "held" then
  held = tonumber(attempt.amount)
  hold(attempt, "-")
end
attempt.excess = text(math.max(0, tonumber(amount) - held))
for _, window in ipairs(attempt.windows) do post(window, amount, at) end
finish(id, attempt, "settled", at, ${ENDED_KEPT_MS})
return {1, attempt.excess}
`;

/** ARGV: instant, attempt id. */
export const RELEASE: string = `${SHARED}
local attempt = attempt_of(ARGV[2])
if not attempt or attempt.state ~= "held" then return {1} end
hold(attempt, "-")
finish(ARGV[2], attempt, "released", tonumber(ARGV[1]), ${ENDED_KEPT_MS})
return {1}
`;

/** ARGV: instant, lines as JSON. */
export const SNAPSHOT: string = `${SHARED}
local at = tonumber(ARGV[1])
expire(at)
local counts = {}
for _, line in ipairs(cjson.decode(ARGV[2])) do
  local window = open(line, at)
  table.insert(counts, redis.call("HGET", WINDOWS, "spent " .. window.name))
  table.insert(counts, redis.call("HGET", WINDOWS, "reserved " .. window.name))
end
return counts
`;

/**
 * ARGV: instant, words as JSON. Gives for each word the instant of its level and the level, -1 where
 * nobody has found any, then the demand of each of its lines.
 */
export const SHARE: string = `${SHARED}
local at = tonumber(ARGV[1])

local function level_of(word)
  local kept, level = redis.call("HGET", LEVELS, word.budgetId), word.level
  local kept_at, kept_level = string.match(kept or "", "^(%S+) (%S+)$")
  if not level or (kept and tonumber(kept_at) > tonumber(level.atMs)) then
    return kept_at or "0", kept_level or "-1"
  end
  redis.call("HSET", LEVELS, word.budgetId, level.atMs .. " " .. level.inForce)
  return level.atMs, level.inForce
end

local told = {}
for _, word in ipairs(cjson.decode(ARGV[2])) do
  local found_at, level = level_of(word)
  table.insert(told, found_at)
  table.insert(told, level)
  for _, line in ipairs(word.lines) do
    local window = open(line, at)
    post(window, line.amount, at)
    table.insert(told, redis.call("HGET", WINDOWS, "spent " .. window.name))
  end
end
return told
`;
