import { RECORD_KEPT_MS, RECORDS_MAX } from "./health-record.ts";

/**
 * Keeps the later of each record that is sent and the one there, as `isLater` says, forgets what is
 * long over, and answers the server's time and then all names and records.
 *
 * KEYS: a hash of records by name, each `<era> <end> <cause>`. ARGV: names and records in turn.
 */
export const EXCHANGE_HEALTH: string = `
local time = redis.call("TIME")
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function instants(record)
  local era, ends = string.match(record, "^(%d+) (%d+) ")
  return tonumber(era), tonumber(ends)
end

local function takes_place(record, other)
  if not other then return redis.call("HLEN", KEYS[1]) < ${RECORDS_MAX} end
  local era, ends = instants(record)
  local other_era, other_ends = instants(other)
  return era > other_era or (era == other_era and ends > other_ends)
end

for index = 1, #ARGV, 2 do
  local name, record = ARGV[index], ARGV[index + 1]
  if takes_place(record, redis.call("HGET", KEYS[1], name)) then
    redis.call("HSET", KEYS[1], name, record)
    redis.call("PEXPIRE", KEYS[1], ${2 * RECORD_KEPT_MS})
  end
end

local answer = {string.format("%.0f", now)}
local kept = redis.call("HGETALL", KEYS[1])
for index = 1, #kept, 2 do
  local era, ends = instants(kept[index + 1])
  if math.max(era, ends) + ${RECORD_KEPT_MS} <= now then
    redis.call("HDEL", KEYS[1], kept[index])
  else
    table.insert(answer, kept[index])
    table.insert(answer, kept[index + 1])
  end
end
return answer
`;
