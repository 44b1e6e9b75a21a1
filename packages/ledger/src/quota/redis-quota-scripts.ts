import {
  ASKING_MS,
  BURST_MS,
  MINUTE_MS,
  SEAT_RETRY_MS,
  SET_BACK_MS,
  SLACK,
} from "@switchyard/policy";

/** A route that nobody asks for so long after its last lease is forgotten: a day. */
const KEPT_MS = 86_400_000;

/**
 * What the scripts share: the rules of `createRouteQuota`, step by step, so that both come to the
 * same numbers. All keys are declared and carry one hash tag, as a cluster wants it:
 *
 * 1. `state`, a text: JSON of the instant and the segments, numbers as text with all their digits
 * 2. `seats`, a hash: ask id -> JSON of its segment and estimate
 * 3. `leases`, a sorted set: ask ids by the instant at which their seats are freed
 */
const SHARED = `
local STATE, SEATS, LEASES = unpack(KEYS)
local NUMBERS = { "asked", "seats", "requests", "tokens" }

local function text(number) return string.format("%.17g", number) end

local function load()
  local kept = redis.call("GET", STATE)
  if not kept then return { segments = {} } end
  local state = cjson.decode(kept)
  state.clock = tonumber(state.clock)
  for _, segment in ipairs(state.segments) do
    for _, name in ipairs(NUMBERS) do segment[name] = tonumber(segment[name]) end
  end
  return state
end

local function save(state)
  local kept = { clock = text(state.clock), segments = {} }
  for index, segment in ipairs(state.segments) do
    local copy = { name = segment.name }
    for _, name in ipairs(NUMBERS) do copy[name] = text(segment[name]) end
    kept.segments[index] = copy
  end
  redis.call("SET", STATE, cjson.encode(kept), "KEEPTTL")
end

local function pass(state, at)
  if not state.clock then return at, ${BURST_MS} end
  if at < state.clock - ${SET_BACK_MS} then return at, 0 end
  local now = math.max(state.clock, at)
  return now, now - state.clock
end

local function due(now) return redis.call("ZRANGEBYSCORE", LEASES, "-inf", text(now)) end

local function find(state, name)
  for _, segment in ipairs(state.segments) do
    if segment.name == name then return segment end
  end
end

-- Without what it took: the estimate stays taken.
local function free(state, id, taken)
  local kept = redis.call("HGET", SEATS, id)
  if not kept then return false end
  local seat = cjson.decode(kept)
  local estimate = tonumber(seat.tokens)
  local segment = find(state, seat.segment)
  segment.seats = segment.seats - 1
  segment.tokens = segment.tokens - ((taken or estimate) - estimate)
  redis.call("HDEL", SEATS, id)
  redis.call("ZREM", LEASES, id)
  return true
end
`;

/**
 * ARGV: instant, ask id, segment, tokens, lease in milliseconds, then requests a minute, tokens a
 * minute and seats, each empty where there is no limit. Gives 1, or 0, the limit's place among the
 * three and the time to wait.
 */
export const ADMIT: string = `${SHARED}
local at, id, name, tokens, lease = tonumber(ARGV[1]), ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local RATES = {
  { unit = "requests", per_minute = tonumber(ARGV[6]), amount = 1 },
  { unit = "tokens", per_minute = tonumber(ARGV[7]), amount = tokens },
}
local seats_max = tonumber(ARGV[8])

local function stays(segment, now)
  local owes = segment.requests < 0 or segment.tokens < 0
  return now - segment.asked < ${ASKING_MS} or segment.seats > 0 or owes
end

local function size(per_minute, segments) return per_minute * ${BURST_MS} / ${MINUTE_MS} / segments end

local function fill(segments, unit, amount, size_max)
  local left = amount
  for _, segment in ipairs(segments) do
    left = left + math.max(0, segment[unit] - size_max)
    segment[unit] = math.min(segment[unit], size_max)
  end
  for round = 1, #segments do
    if left <= 0 then return end
    local open = 0
    for _, segment in ipairs(segments) do
      if segment[unit] < size_max then open = open + 1 end
    end
    if open == 0 then return end
    local part = left / open
    for _, segment in ipairs(segments) do
      local room = size_max - segment[unit]
      if room > 0 then
        if part < room then segment[unit] = segment[unit] + part else segment[unit] = size_max end
        left = left - math.min(part, room)
      end
    end
  end
end

local function advance(state, now, inflow)
  if not find(state, name) then
    table.insert(state.segments, { name = name, asked = now, seats = 0, requests = 0, tokens = 0 })
  end
  local staying, gone = {}, { requests = 0, tokens = 0 }
  for _, segment in ipairs(state.segments) do
    if segment.name == name then segment.asked = now else segment.asked = math.min(segment.asked, now) end
    for _, rate in ipairs(RATES) do
      if not rate.per_minute then segment[rate.unit] = 0 end
    end
    if stays(segment, now) then
      table.insert(staying, segment)
    else
      gone.requests = gone.requests + segment.requests
      gone.tokens = gone.tokens + segment.tokens
    end
  end
  state.segments = staying
  for _, rate in ipairs(RATES) do
    local per_minute = rate.per_minute
    if per_minute then
      local amount = per_minute * inflow / ${MINUTE_MS} + gone[rate.unit]
      fill(staying, rate.unit, amount, size(per_minute, #staying))
    end
  end
end

local function has_seat(state, segment)
  local free_seats, due = seats_max, 0
  local even_part = seats_max / #state.segments
  for _, one in ipairs(state.segments) do
    free_seats = free_seats - one.seats
    if one ~= segment and one.seats + 1 <= even_part then due = due + 1 end
  end
  if segment.seats + 1 <= even_part then return free_seats > 0 end
  return free_seats > due
end

local function refusal(state, segment)
  local limit, retry_after = 0, 0
  for index, rate in ipairs(RATES) do
    local per_minute, count = rate.per_minute, #state.segments
    if per_minute then
      local lacking = math.min(rate.amount, size(per_minute, count)) - segment[rate.unit]
      if lacking > ${SLACK} then
        local wait = math.ceil(lacking * count * ${MINUTE_MS} / per_minute)
        if wait > retry_after then limit, retry_after = index, wait end
      end
    end
  end
  if seats_max and not has_seat(state, segment) and ${SEAT_RETRY_MS} > retry_after then
    limit, retry_after = 3, ${SEAT_RETRY_MS}
  end
  return limit, retry_after
end

local state = load()
local now, inflow = pass(state, at)
state.clock = now
for _, lost in ipairs(due(now)) do free(state, lost) end
advance(state, now, inflow)
local segment = find(state, name)
local limit, retry_after = refusal(state, segment)
if limit == 0 then
  segment.requests = segment.requests - 1
  segment.tokens = segment.tokens - tokens
  segment.seats = segment.seats + 1
  redis.call("HSET", SEATS, id, cjson.encode({ segment = name, tokens = ARGV[4] }))
  redis.call("ZADD", LEASES, text(now + lease), id)
end
save(state)
for _, key in ipairs(KEYS) do redis.call("PEXPIRE", key, string.format("%.0f", lease + ${KEPT_MS})) end
if limit == 0 then return { 1 } end
return { 0, limit, text(retry_after) }
`;

/** ARGV: ask id, tokens that it took. */
export const LEAVE: string = `${SHARED}
local state = load()
if free(state, ARGV[1], tonumber(ARGV[2])) then save(state) end
return { 1 }
`;

/** ARGV: instant. Changes nothing. Gives the state, or an empty text, then the seats that are due. */
export const READ: string = `${SHARED}
local answer = { redis.call("GET", STATE) or "" }
for _, id in ipairs(due((pass(load(), tonumber(ARGV[1]))))) do
  table.insert(answer, redis.call("HGET", SEATS, id))
end
return answer
`;
