/** Common English words; each is one token of OpenAI's o200k vocabulary when a blank precedes it. */
export const PLAIN_WORDS: readonly string[] = (
  "about above account across action after again against agent air all almost along already also " +
  "always amount answer any area around ask away back bank base before begin behind being below " +
  "best better between big black blue board body book both bottom box bring build business but " +
  "call came can car care carry case cause center certain change check child city class clear " +
  "close cold color come common company complete contact control copy cost could country course " +
  "cover create cross current customer cut daily dark data date day deal deep detail different " +
  "direct do door down draw drive dry during each early earth east easy edge effect eight end " +
  "energy enough even ever every example eye face fact fall family far fast father feel few field " +
  "figure file fill final find fine fire first five fly follow food foot for form found four free " +
  "friend from front full game gave general get give glass go gold good government great green " +
  "ground group grow had half hand happen hard has have head hear heart heat heavy help her here " +
  "high hold home horse hot hour house how human hundred idea if inch industry inside interest " +
  "into island issue item job just keep kind king know land language large last late laugh law " +
  "lead learn leave left less letter level life light like line list listen little live local " +
  "long look lot love low machine made main make manager many map mark market matter may mean " +
  "measure member message method middle might mile mind minute money month moon more morning most " +
  "mother mountain move much music must name nation near need never new next night nine north note " +
  "nothing notice now number object of off offer office often oil old once one only open order " +
  "other our out over own page paper part pass past pattern pay people perhaps person picture " +
  "piece place plan plane plant play point policy port position possible power present press " +
  "problem produce product program public pull put question quick quite rain read ready real reason " +
  "record red remember report rest result return right river road rock room round rule run same " +
  "say school science sea second see seem self send sense serve service set seven several shape " +
  "ship short should show side simple since sing sit six size sleep slow small snow some soon " +
  "sound south space special stand star start state stay step still stop story street strong study " +
  "such sun support sure surface system table take talk team tell ten test than that their them " +
  "then there these they thing think this those though thought thousand three through time today " +
  "together told too took top toward town travel tree true try turn two under unit until upon use " +
  "usual value very view voice wait walk wall want war warm was watch water way week weight well " +
  "went were west what wheel when where which while white who whole why will wind with without " +
  "wonder wood word work world would write year yet young your"
).split(" ");
