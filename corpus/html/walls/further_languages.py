"""What such pages say in further languages, by the kind of page: sentences, and whole titles.

Most begin with a word for the visitor's own visit, so that what is written about a page differs.
"""

COOKIES = (
    # Norwegian, Danish, Swedish, Finnish, Polish, Russian, Ukrainian, Czech, Hungarian, Romanian
    r"\bvi(?: og v[åo]re[s]?)?\b.{0,80}(?:informasjonskapsler|personopplysninger|cookies)",
    r"\b(?:samtykke til|dine indstillinger|innstillingene dine|dina inställningar)",
    r"\b(?:me ja|sivusto(?:mme)? käyttää|käytämme)\b.{0,80}(?:eväste|tietoja|kumppani)",
    r"\b(?:voit|suostumuks\w+)\b.{0,60}(?:suostumu\w+|asetuks\w+|eväste\w*)",
    r"\b(?:my i nasi|nasi \d+|nasza strona)\b.{0,80}(?:partner|cookie)",
    r"\bmożesz\b.{0,60}(?:zgod\w+|ustawienia|cookie\w*)",
    r"(?:мы и наши|ми та наші|ми використовуємо)\b.{0,80}(?:партн[её]р|cookie|дан[ин])",
    r"(?:нажимая|продолжая|натискаючи|продовжуючи)\b.{0,80}(?:соглаша|согласи|погоджу|cookie)",
    r"\b(?:weboldalunk|ez az oldal|mi és partnereink)\b.{0,80}(?:süti|cookie|adatok)",
    r"\b(?:noi și|acest site|folosim|utilizăm)\b.{0,60}(?:cookie|partener|date)",
    # Turkish, Arabic, Persian, Hindi, Korean, Chinese, Japanese, Vietnamese, Indonesian
    r"\b(?:biz ve|sitemiz|bu site|çerezleri)\b.{0,80}(?:çerez|veri|kabul|onay)",
    r"(?:نحن و|نستخدم|موقعنا|بالنقر|باستخدام).{0,80}(?:الارتباط|الكوكيز|الخصوصية|موافق|توافق)",
    r"(?:ما و|وب‌?سایت ما|این سایت).{0,60}(?:کوکی)",
    r"(?:हम और|हमारी|हम|स्वीकार करें).{0,80}(?:कुकी|गोपनीयता|व्यक्तिगत डेटा)",
    r"(?:저희|당사|이 사이트|귀하|본 사이트).{0,60}(?:쿠키|개인정보|동의)|"
    r"쿠키.{0,30}(?:사용|동의)",
    r"(?:我们|我們|本网站|本網站|点击|點擊).{0,40}(?:cookie|隐私|隱私|同意)",
    r"(?:当サイト|このサイト|弊社|引き続き).{0,60}(?:クッキー|cookie|プライバシー)",
    r"(?:詳しくは)?プライバシーポリシーを(?:ご覧|ご確認)|すべて(?:に)?同意|您可以随时.{0,20}设置",
    r"\b(?:chúng tôi|trang web này)\b.{0,60}cookie|\b(?:kami|situs ini)\b.{0,60}cookie",
)
FURTHER = {
    "a check for robots": (
        (
            r"\b(?:wir|bitte)\b.{0,20}(?:prüfen|überprüfen|bestätigen)\b.{0,20}\bob Sie\b|"
            r"\bSicherheit Ihrer Verbindung\b|\bseguridad de (?:su|tu) conexión\b|"
            r"\bsécurité de votre connexion\b|\bsicurezza della (?:tua|vostra) connessione\b|"
            r"\bsegurança da sua (?:conexão|ligação)\b|\bbeveiliging van uw verbinding\b",
            r"(?:проверяем|проверить|перевіряємо|перевірити).{0,40}(?:человек ли вы|чи ви людина|"
            r"безопасность вашего|безпеку вашого)",
            r"\b(?:czy (?:jesteś|nie jesteś)|że jesteś)\b.{0,10}(?:człowiek|robot)|"
            r"\bbezpieczeństw\w+ (?:twojego|połączenia)|\bže (?:jste|nejste) (?:člověk|robot)",
            r"\bof u een mens bent|\b(?:att|at) du (?:är|er) (?:en |et )?(?:människa|menneske)",
            r"\binsan olduğunuz|\bbağlantınızın güvenliği|\brobot olmadığınız",
            r"أنك إنسان|أنك لست روبوت|أمان اتصالك|انسان بودن شما|आप इंसान|आप रोबोट नहीं",
            r"사람인지 확인|로봇이 아|연결의 보안|人間であること|ロボットでは|接続のセキュリティ",
            r"是否是真人|不是机器人|不是機器人|您的连接的安全|您的連線安全",
        ),
        (
            r"bir dakika lütfen|even geduld(?: a\.?u\.?b\.?)?|cierpliwości|chwileczkę|okamžik|"
            r"vänta|vent litt|øjeblik|hetkinen|зачекайте|"
            r"لحظة من فضلك|يرجى الانتظار|कृपया प्रतीक्षा करें|잠시만 기다(?:리십시오|려 주세요)|"
            r"しばらくお待ちください|少々お待ちください|请稍候|請稍候|请稍等|请稍後",
        ),
    ),
    "a request to enable JavaScript": (
        (
            r"\b(?:schakel|włącz|povolte|zapněte|aktivera|aktiver|slå på|etkinleştir\w*)\b.{0,30}"
            r"JavaScript|JavaScript.{0,40}(?:etkinleştir|in om door|włącz|увімкніть)|"
            r"(?:تمكين|تفعيل|सक्षम).{0,20}JavaScript|JavaScript.{0,20}(?:활성화|सक्षम|تمكين|有効)|"
            r"увімкніть.{0,20}JavaScript|(?:启用|開啟|启动)\s?JavaScript",
        ),
        (),
    ),
    "an error message (page not found)": (
        (
            r"\b(?:bitte )?(?:prüfen|überprüfen) Sie (?:die|bitte die) (?:Adresse|URL)|"
            r"\b(?:zurück )?zur Startseite|\bdie von Ihnen (?:aufgerufene|gesuchte|angeforderte)",
            r"\bvérifiez l(?:'|’)(?:adresse|URL)|\bretourne[zr] à la page d(?:'|’)accueil|"
            r"\bvolver a la portada|\btorna alla home|\bvolte para a página inicial|"
            r"\bga (?:terug )?naar de homepage",
            r"\b(?:sidan|siden) (?:som )?du (?:letar|leder|leter|søger|ser) efter|"
            r"\bkunde inte hittas|\b(?:startsidan|forsiden|sökfunktionen|søgefeltet)\b",
            r"\betsimääsi sivua|\bsivua ei löytynyt|\bpalaa etusivulle",
            r"сторінк\w+.{0,40}(?:не знайден|не існує|видален|яку ви шукаєте)|"
            r"(?:вернитесь|поверніться) на (?:главную|головну)",
            r"\boldal\b.{0,30}nem (?:található|létezik)|\bpagina\b.{0,30}nu (?:a fost|există)",
            r"\b(?:sayfa|haber|içerik)\b.{0,40}bulunam|\baradığınız (?:sayfa|haber|içerik)|"
            r"\bana sayfaya dön",
            r"الصفحة.{0,40}(?:غير موجودة|تبحث عنها|غير متاحة)|العودة إلى الصفحة الرئيسية",
            r"صفحه.{0,40}(?:یافت نشد|پیدا نشد|وجود ندارد)|पृष्ठ.{0,40}(?:नहीं मिला|मौजूद नहीं)|"
            r"पेज.{0,40}(?:नहीं मिला|मौजूद नहीं)|होम पेज पर (?:वापस )?जा",
            r"페이지를 찾을 수 없|페이지가 (?:삭제|존재)|주소가 (?:정확한지|변경)|"
            r"홈으로 (?:돌아|이동)",
            r"(?:页面|頁面|网页|網頁|文章).{0,12}(?:不存在|已被?删除|已被?刪除|未找到)|"
            r"(?:页面|頁面)找不到|"
            r"找不到(?:您|该|此|該).{0,10}(?:页面|頁面)|返回首页|返回首頁|网址是否正确",
            r"(?:ページ|記事).{0,20}(?:見つかりません|存在しません|削除され)|トップページに戻|"
            r"URLが(?:変更|間違)",
            r"\bkhông tìm thấy trang|\bhalaman\b.{0,30}tidak ditemukan|ไม่พบหน้า",
        ),
        (
            r"(?:erreur|fehler|error|errore|erro|fout|błąd|chyba|ошибка|помилка|fel|feil|fejl|"
            r"virhe|hata|hiba|eroare|خطأ|त्रुटि|오류|エラー|错误|錯誤)[\W_]*(?:404|410).{0,30}|"
            r"siden (?:ble|blev) ikke f(?:unnet|undet)|(?:siden|side) ikke f(?:unnet|undet)|"
            r"sivua ei löyt\w+|сторінку не знайдено|sayfa bulunamadı|az oldal nem található|"
            r"pagina nu a fost găsită|الصفحة غير موجودة|لم يتم العثور على الصفحة|صفحه یافت نشد|"
            r"पृष्ठ नहीं मिला|पेज नहीं मिला|페이지를 찾을 수 없습니다|"
            r"(?:お探しの)?ページ(?:が|は)見つかりません(?:でした)?|"
            r"(?:您访问的)?(?:页面|頁面)(?:不存在|找不到|未找到)|"
            r"không tìm thấy trang|halaman tidak ditemukan|ไม่พบหน้า.{0,20}",
        ),
    ),
    "a request to log in or subscribe": (
        (
            r"\b(?:noch kein|kein) Konto\b|\bpas encore (?:de compte|inscrit)|"
            r"\b(?:no|aún no) tienes? (?:una )?cuenta|\bnon hai (?:ancora )?un account|"
            r"\bnão tem (?:uma )?conta|\bgeen account\b",
            r"\b(?:logg|logga|log) (?:inn|in|ind) (?:for å|för att|for at)\b|"
            r"\b(?:glemt|glömt) (?:passord|adgangskode|lösenord\w*)|\bfor abonnenter\b|"
            r"\b(?:bli|blive) abonnent|\bhar du (?:ikke|inte|inget) (?:konto|abonnement)",
            r"\bkirjaudu sisään|\bunohditko salasan|\btilaajille\b",
            r"\b(?:nie masz|nie pamiętasz)\b.{0,10}(?:konta|hasła)|\bdostępny tylko dla subskryb",
            r"(?:увійдіть|зареєструйтес|забули пароль|передплатник|нет аккаунта\?)",
            r"\b(?:giriş yap|kayıt ol|üye ol|şifrenizi mi|şifremi unuttum|abonelere özel)",
            r"سجل الدخول|تسجيل الدخول|ليس لديك حساب|نسيت كلمة|للمشتركين فقط|اشترك الآن|وارد شوید",
            r"लॉग ?इन करें|साइन इन करें|पासवर्ड भूल|로그인(?:하세요|해 ?주세요|이 필요)|회원가입|"
            r"비밀번호를 (?:잊|분실)|구독자 전용",
            r"(?:ログイン|会員登録|新規登録)して|ログインする(?:と|には)|(?:会員|有料会員)限定|"
            r"パスワードをお忘れ",
            r"请(?:先)?登录|請(?:先)?登入|立即(?:注册|註冊|订阅|訂閱|登录)|忘记密码|忘記密碼|"
            r"(?:仅供|僅供|限).{0,6}(?:订阅|訂閱|会员|會員)|登录(?:即表示|后)|还没有账",
        ),
        (
            r"logg inn|log ind|kirjaudu(?: sisään)?|увійти|oturum aç|giriş(?: yap)?|"
            r"تسجيل الدخول|ورود|लॉग ?इन|로그인|ログイン|登录|登入",
        ),
    ),
}
