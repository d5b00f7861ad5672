"""First names that are common in England, in small letters: by their capital alone they are not known where a sentence
begins. Names that are everyday words (Will, May, Hope) are left out. Data."""

WRITTEN = """
aaliyah aaron abdul abdullah abigail adam adele adrian ahmed aidan aiden aisha alan albert alex alexander alexandra
alexis alfie ali alice alicia alisha amanda amber amelia amelie amina amir amira amy ana anastasia andrea andrew
angela anita ann anna annabelle anne annie anthony anya archie ariana arjun arlo arthur arun asha ashley ashton asma
aurora austin ava ayaan ayesha barbara beatrice bella ben benjamin beth bethany billy blake bobby bonnie bradley
brandon brian bronte caitlin callum cameron carl carla carol caroline carter catherine cerys charles charley charlie
charlotte chelsea cheryl chloe chris christina christine christopher ciara claire clara clare colin connor conor
courtney craig curtis daisy damian daniel daniella danielle darcey darcy darren dave david deborah declan denise
dennis derek dexter diana dominic donna dorothy dylan eddie edith edward effie eilidh elaine eleanor elena eli
elijah elin eliza elizabeth ella elle ellie elliot elliott ellis elsie emilia emily emma eric erin ethan eva evan
eve evelyn evie ewan ezra faisal farah fatima fatimah felix ffion finlay finley finn fiona florence frances
francesca frankie fred freddie frederick freya gabriel gabriella gareth gary gavin gemma george georgia georgie
georgina gerald gillian grace gracie graham gregory gurpreet gwen hafsa hamza hanna hannah harleen harley harper
harriet harrison harry harvey hasan hassan hayden hayley heidi helen henry holly hugo hussain ian ibraheem ibrahim
imogen imran ingrid isaac isabel isabella isabelle isla ismail ivy jack jackson jacob jacqueline jade jaden jai jake
jamal james jamie jamila jane janet janice jasmin jasmine jason jaxon jay jayden jenna jennifer jenny jeremy jess
jesse jessica joan joanna joanne joe joel john jonathan jordan joseph josephine josh joshua jozef jude judith julia
julian julie juliet justin kai kaitlyn kaja karen karim karl kate katherine kathleen kathryn katie katy kayden kayla
kayleigh keeley keira keiran keith kelly kelsey kenneth kerry kevin kian kiera kieran kimberley kirsty kyle kyra
lacey lara laura lauren layla leah leanne leila lena lennon leo leon leona leonard lewis lexi lexie liam libby lily
linda lisa lloyd logan lola lorraine louis louisa louise luca lucas lucia lucy luke luna lydia lyla lynn lynne
mackenzie maddison madeleine madison maisie malachi malcolm malik marcus margaret maria mariam marie marion martha
martin martyn mary maryam mason mateo matilda matthew maya megan melanie melissa mia michael michaela michelle
miguel mike mila miles millie milo miriam mohamed mohammad mohammed mollie molly monica muhammad musa mustafa nadia
nancy naomi natalia natalie natasha nathan nathaniel neil neve niall niamh nicholas nicola nicole nikita nina noah
noor nora nusrat oliver olivia ollie omar orla oscar osman owen paige pamela patricia patrick paul paula pauline
peggy penelope peter philip phillip phoebe piotr pippa polly poppy priya rachael rachel rafael raheem rahim ralph
rania ravi raymond rebecca reece reggie renee reuben rhiannon rhys richard rihanna riley robbie robert robyn roger
roman romeo ronald ronan ronnie rory rosa rosalind rosanna rosemary rosie ross roxanne ruby rupert russell ruth ryan
sabrina sadie safa sally sam samantha samir samuel sana sandra sara sarah saskia scarlett scott sean sebastian seth
shane shannon sharon shaun shawn sheila shelley shirley sian sienna simon simone siobhan sofia sonia sophia sophie
spencer stacey stanley stella stephanie stephen steve steven stuart susan suzanne sybil sylvia tamara tamsin tanya
tara taylor teddy tegan teresa terry thea theo theodore theresa thomas tia tiana tiffany tilly timothy tina toby
tommy toni tony tracey tracy trevor tyler tyrone umar valerie vanessa vera veronica vicky victor victoria vincent
wayne wendy wiktoria william xander yasmin yasmine yusuf yvonne zac zach zachary zahra zain zainab zak zara zayn zoe
zofia zuzanna
"""
FIRST_NAMES = frozenset(WRITTEN.split())
